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
  return picked.kind === 'refused' ? picked : filter(bank, dataset, picked.questions, selection)
}

function findDataset(bank: QuestionBank, { dataset }: Selection): Dataset | undefined {
  if (dataset === undefined) return bank.defaultDataset
  return bank.datasets.find(({ name }) => name === dataset)
}

/** What `questionId`, `questionText` and `index` mean together, else all of the data set. */
function pick(bank: QuestionBank, dataset: Dataset, selection: Selection): Candidates {
  const { index, split } = selection
  const named = pickByName(bank, selection)
  if (named?.kind === 'found' && index !== undefined) {
    return pickByIndex(bank, named.questions, index, split)
  }
  if (named !== undefined) return named
  if (index === undefined) return { kind: 'found', questions: playableQuestions(dataset) }
  if (split === undefined) return refused('index', 'index needs split')
  const questions = playableQuestions(dataset, split)
  const question = questions[index]
  return question === undefined
    ? refused('index', `index ${index} is past the ${questions.length} questions of ${split}`)
    : { kind: 'found', questions: [question] }
}

/** Undefined where neither an id nor a text is given. */
function pickByName(bank: QuestionBank, selection: Selection): Candidates | undefined {
  const { questionId, questionText } = selection
  if (questionId !== undefined) return pickById(bank, selection, questionId)
  return questionText === undefined ? undefined : pickByText(bank, selection, questionText)
}

/** An id is unique on the server, so it is found in any data set; unfit questions too. */
function pickById(
  bank: QuestionBank,
  { dataset, questionText }: Selection,
  questionId: string,
): Candidates {
  const entry = bank.entriesById.get(questionId)
  if (entry === undefined || (dataset !== undefined && entry.dataset !== dataset)) {
    return refused('questionId', `Unknown question ${questionId}`)
  }
  return questionText !== undefined && entry.question.questionText !== questionText
    ? refused('questionText', `Question ${questionId} has another text`)
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

/**
 * Those of the questions that stand at `index`, counted where each is at home: in its data set, and
 * in its split where none is given.
 */
function pickByIndex(
  bank: QuestionBank,
  named: readonly Question[],
  index: number,
  split: Split | undefined,
): Candidates {
  const questions = named.filter((question) => {
    const home = bank.entriesById.get(question.questionId)?.dataset
    const dataset = bank.datasets.find(({ name }) => name === home)
    return dataset && playableQuestions(dataset, split ?? question.split)[index] === question
  })
  const place = split === undefined ? `index ${index}` : `index ${index} of ${split}`
  return questions.length === 0
    ? refused('index', `${place} is not ${idsOf(named)}`)
    : { kind: 'found', questions }
}

/** What narrows a selection, in the order in which it does. */
const FILTERS = [
  { field: 'split', valueOf: (question: Question) => question.split },
  { field: 'databaseId', valueOf: (question: Question) => question.databaseId },
  { field: 'difficulty', valueOf: (question: Question) => question.difficulty },
] as const

function filter(
  bank: QuestionBank,
  dataset: Dataset,
  picked: readonly Question[],
  selection: Selection,
): Candidates {
  if (picked.length === 0)
    return refused('dataset', 'The dataset has no question that can be drawn')
  let left = picked
  for (const { field, valueOf } of FILTERS) {
    const wanted = selection[field]
    if (wanted === undefined) continue
    const fitting = left.filter((question) => valueOf(question) === wanted)
    if (fitting.length === 0) {
      if (field === 'databaseId' && homesOf(bank, wanted).length === 0) {
        return refused(field, `Unknown database ${wanted}`)
      }
      const reason =
        field === 'databaseId'
          ? reasonForDatabase(bank, dataset, picked, selection, wanted)
          : `${subjectOf(field, dataset, left, selection)} has only ${field} ${listed(left, valueOf)}`
      return refused(field, `No question is left with ${wanted}: ${reason}`)
    }
    left = fitting
  }
  const { variant = 0 } = selection
  if (variant > 0) {
    left = left.filter(({ questionId }) => bank.siblings.variantsOf(questionId).includes(variant))
    if (left.length === 0) return refused('variant', `No question is left with variant ${variant}`)
  }
  return { kind: 'found', questions: left }
}

/** What it is that has no such split or difficulty: `left` is of it. */
function subjectOf(
  field: 'split' | 'difficulty',
  dataset: Dataset,
  left: readonly Question[],
  selection: Selection,
): string {
  if (isPicked(selection)) return idsOf(left)
  const { databaseId, split } = selection
  const before = field === 'split' ? [] : [databaseId, split].filter((value) => value !== undefined)
  return before.length === 0 ? `dataset ${dataset.name}` : before.join(' in ')
}

/** The data sets with questions about a database. */
function homesOf(bank: QuestionBank, wanted: string): Dataset[] {
  return bank.datasets.filter(({ questions }) =>
    questions.some(({ databaseId }) => databaseId === wanted),
  )
}

/** A database can be of another question or data set, or against the split. */
function reasonForDatabase(
  bank: QuestionBank,
  dataset: Dataset,
  picked: readonly Question[],
  selection: Selection,
  wanted: string,
): string {
  const ofDatabase = picked.filter(({ databaseId }) => databaseId === wanted)
  if (ofDatabase.length > 0) {
    const splits = listed(ofDatabase, ({ split }) => split)
    return `${wanted} has only split ${splits}, not ${selection.split}`
  }
  if (isPicked(selection)) {
    return `${idsOf(picked)} belongs to ${listed(picked, ({ databaseId }) => databaseId)}`
  }
  const homes = homesOf(bank, wanted)
  return homes.includes(dataset)
    ? 'none of its questions can be drawn'
    : `it belongs to dataset ${homes.map(({ name }) => name).join(', ')}`
}

function isPicked({ questionId, questionText, index }: Selection): boolean {
  return questionId !== undefined || questionText !== undefined || index !== undefined
}

function idsOf(questions: readonly Question[]): string {
  return `question ${listed(questions, ({ questionId }) => questionId)}`
}

/** Each value once, in order. */
function listed(questions: readonly Question[], valueOf: (question: Question) => string): string {
  return [...new Set(questions.map(valueOf))].toSorted().join(', ')
}

function refused(field: SelectionField, message: string): Candidates {
  return { kind: 'refused', field, message }
}
