/** All loaded questions, and how a reset picks one of them. */

import { isUnfit } from './question.ts'
import type { Difficulty, Question, Split } from './question.ts'
import { drawIndex } from './draw.ts'
import { createSiblingBank } from './siblings.ts'
import type { SiblingBank } from './siblings.ts'

export type Dataset = {
  readonly name: string
  /** In file order, which is the order of splits and indexes. */
  readonly questions: readonly Question[]
}

type BankEntry = { readonly dataset: string; readonly question: Question }

export type QuestionBank = {
  /** Sorted by name. */
  readonly datasets: readonly Dataset[]
  /** Where a selection looks that names neither a data set nor a question. */
  readonly defaultDataset: Dataset
  readonly entriesById: ReadonlyMap<string, BankEntry>
  readonly siblings: SiblingBank
}

/** Everything is optional; what is given must all hold. */
export type Selection = {
  readonly dataset?: string | undefined
  readonly questionId?: string | undefined
  /** The exact text; of several questions with this text, the lowest id. */
  readonly questionText?: string | undefined
  readonly split?: Split | undefined
  /** The position in the split, from 0. */
  readonly index?: number | undefined
  readonly databaseId?: string | undefined
  readonly difficulty?: Difficulty | undefined
  /** 0 is the database as shipped, n its n-th playable sibling. */
  readonly variant?: number | undefined
}

export type SelectionField = keyof Selection

export type SelectionResult =
  | ({ readonly kind: 'chosen' } & BankEntry)
  /** Nothing is left; `field` is the first of the selection that leaves nothing. */
  | { readonly kind: 'refused'; readonly field: SelectionField; readonly message: string }

const BUILTIN = 'builtin'

/** @throws {RangeError} when there is no data set, or two questions share an id */
export function createQuestionBank(
  datasets: readonly Dataset[],
  siblings: SiblingBank = createSiblingBank(),
): QuestionBank {
  const sorted = datasets.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const defaultDataset = sorted.find(({ name }) => name === BUILTIN) ?? sorted[0]
  if (defaultDataset === undefined) throw new RangeError('Expected at least one data set')
  const entriesById = new Map<string, BankEntry>()
  for (const { name, questions } of sorted) {
    for (const question of questions) {
      const other = entriesById.get(question.questionId)
      if (other !== undefined) {
        const names = other.dataset === name ? name : `${other.dataset} and ${name}`
        throw new RangeError(`Two questions of ${names} have the id ${question.questionId}`)
      }
      entriesById.set(question.questionId, { dataset: name, question })
    }
  }
  return { datasets: sorted, defaultDataset, entriesById, siblings }
}

/** The questions of a split that can be drawn, in file order: what `index` counts. */
export function playableQuestions(dataset: Dataset, split?: Split): Question[] {
  return dataset.questions.filter(
    (question) => !isUnfit(question) && (split === undefined || question.split === split),
  )
}

/**
 * @param seed - an integer from 0 to 2^53 − 1; the same data, seed and selection give the same
 *   question on every machine
 */
export function selectQuestion(
  bank: QuestionBank,
  selection: Selection,
  seed: number,
): SelectionResult {
  const candidates = findCandidates(bank, selection)
  if (candidates.kind === 'refused') return candidates
  // Of several questions with one text the first is taken: they are sorted by id.
  const isDrawn = selection.questionText === undefined
  const index = isDrawn ? drawIndex(seed, candidates.questions.length) : 0
  const question = candidates.questions[index]
  const entry = question && bank.entriesById.get(question.questionId)
  // Every way of finding candidates refuses an empty result.
  if (entry === undefined) throw new RangeError('Expected at least one candidate')
  return { kind: 'chosen', ...entry }
}

type Candidates =
  | { readonly kind: 'found'; readonly questions: readonly Question[] }
  | Extract<SelectionResult, { kind: 'refused' }>

function findCandidates(bank: QuestionBank, selection: Selection): Candidates {
  const dataset = findDataset(bank, selection)
  if (dataset === undefined) {
    const known = bank.datasets.map(({ name }) => name).join(', ')
    return refused('dataset', `Unknown dataset ${selection.dataset}. Loaded: ${known}`)
  }
  const picked = pick(bank, dataset, selection)
  return picked.kind === 'refused' ? picked : filter(bank, picked.questions, selection)
}

function findDataset(bank: QuestionBank, { dataset }: Selection): Dataset | undefined {
  if (dataset === undefined) return bank.defaultDataset
  return bank.datasets.find(({ name }) => name === dataset)
}

/** The one question that `questionId`, `questionText` or `index` means, else all of the data set. */
function pick(bank: QuestionBank, dataset: Dataset, selection: Selection): Candidates {
  const { questionId, questionText, index, split } = selection
  if (questionId !== undefined) return pickById(bank, selection, questionId)
  if (questionText !== undefined) return pickByText(bank, selection, questionText)
  if (index === undefined) return { kind: 'found', questions: playableQuestions(dataset) }
  if (split === undefined) return refused('index', 'index needs split')
  const questions = playableQuestions(dataset, split)
  const question = questions[index]
  return question === undefined
    ? refused('index', `index ${index} is past the ${questions.length} questions of ${split}`)
    : { kind: 'found', questions: [question] }
}

/** An id is unique on the server, so it is found in any data set; unfit questions too. */
function pickById(bank: QuestionBank, { dataset }: Selection, questionId: string): Candidates {
  const entry = bank.entriesById.get(questionId)
  return entry === undefined || (dataset !== undefined && entry.dataset !== dataset)
    ? refused('questionId', `Unknown question ${questionId}`)
    : { kind: 'found', questions: [entry.question] }
}

/** Every question with this text, the lowest id first: filters may choose among them. */
function pickByText(bank: QuestionBank, { dataset }: Selection, questionText: string): Candidates {
  const questions = bank.datasets
    .filter(({ name }) => dataset === undefined || name === dataset)
    .flatMap((searched) => playableQuestions(searched))
    .filter((question) => question.questionText === questionText)
    .toSorted((a, b) => (a.questionId < b.questionId ? -1 : 1))
  return questions.length === 0
    ? refused('questionText', 'No question has exactly this text')
    : { kind: 'found', questions }
}

function filter(
  bank: QuestionBank,
  questions: readonly Question[],
  selection: Selection,
): Candidates {
  const { split, databaseId, difficulty } = selection
  let left = questions
  const filters: [SelectionField, string | undefined, (question: Question) => string][] = [
    ['split', split, (question) => question.split],
    ['databaseId', databaseId, (question) => question.databaseId],
    ['difficulty', difficulty, (question) => question.difficulty],
  ]
  for (const [field, wanted, valueOf] of filters) {
    if (wanted === undefined) continue
    left = left.filter((question) => valueOf(question) === wanted)
    if (left.length === 0) return refused(field, reasonForNothing(bank, field, wanted))
  }
  const { variant = 0 } = selection
  if (variant > 0) {
    left = left.filter(({ questionId }) => bank.siblings.variantsOf(questionId).includes(variant))
    if (left.length === 0) return refused('variant', `No question is left with variant ${variant}`)
  }
  return left.length === 0
    ? refused('dataset', 'The dataset has no question that can be drawn')
    : { kind: 'found', questions: left }
}

function reasonForNothing(bank: QuestionBank, field: SelectionField, wanted: string): string {
  const nothing = `No question is left with ${wanted}`
  if (field !== 'databaseId') return nothing
  const homes = bank.datasets.filter(({ questions }) =>
    questions.some(({ databaseId }) => databaseId === wanted),
  )
  if (homes.length === 0) return `Unknown database ${wanted}`
  return `${nothing}: it belongs to dataset ${homes.map(({ name }) => name).join(', ')}`
}

function refused(field: SelectionField, message: string): Candidates {
  return { kind: 'refused', field, message }
}
