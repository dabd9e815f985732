/**
 * What fooled other graders, or wronged an honest agent (V1–V17, N1–N11), played on a shop with real
 * siblings; docs/verification.md, "Known failures", says of each what holds here.
 */

import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { loadData } from '../src/adapters/node/data-files.ts'
import type { LoadedData } from '../src/adapters/node/data-files.ts'
import { bestConstants } from '../src/cli/verify-report/constant-answers.ts'
import { corpusQuestionId, makeCorpusData } from '../src/cli/verify-report/failures/corpus-shop.ts'
import type { CorpusQuestion } from '../src/cli/verify-report/failures/corpus-shop.ts'
import { EXPLOITS, HONEST } from '../src/cli/verify-report/failures/failure-cases.ts'
import { playFailure } from '../src/cli/verify-report/failures/played-failures.ts'
import { openInProcessPorts } from '../src/cli/verify-report/in-process-ports.ts'
import type { InProcessPorts } from '../src/cli/verify-report/in-process-ports.ts'
import { createEnvironment } from '../src/episode/environment.ts'
import { isUnfit } from '../src/questions/question.ts'
import { testDataDir } from './fixtures.ts'

let folder: string
let data: LoadedData
let shop: InProcessPorts

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verifier-failures-'))
  data = loadData(await makeCorpusData(folder))
  shop = openInProcessPorts(data)
})
afterAll(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

function questionOf(name: CorpusQuestion) {
  const entry = data.bank.entriesById.get(corpusQuestionId(name))
  if (entry === undefined) throw new Error(`No question ${name}`)
  return entry.question
}

/** Of every database and sibling. */
function fileHashes(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.sqlite'))
    .toSorted()
    .map((file) =>
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    )
}

const titled = (tries: typeof EXPLOITS) =>
  tries.map((failure) => {
    const { id, title, queries, answer } = failure
    const last = (queries.at(-1) ?? '').replaceAll(/\s+/g, ' ')
    return [`${id}: ${title}: ${JSON.stringify(answer)} after ${last}`, failure] as const
  })

describe('is not solved', () => {
  it.each(titled(EXPLOITS))('%s', async (_title, failure) => {
    for (const { grading, isRight, isSolved } of await playFailure(shop.ports, failure)) {
      expect({ grading, isSolved }).toEqual({ grading, isSolved: isRight })
    }
  })
})

describe('is decided as it is', () => {
  it.each(titled(HONEST))('%s', async (_title, failure) => {
    for (const { grading, isRight, isSolved } of await playFailure(shop.ports, failure)) {
      expect({ grading, isSolved }).toEqual({ grading, isSolved: isRight })
    }
  })
})

it('has a test of each way to pass wrong answers', () => {
  const ids = Array.from({ length: 17 }, (_, index) => `V${index + 1}`)
  expect([...new Set(EXPLOITS.map(({ id }) => id))]).toEqual(ids)
})

it('V2: no question with an empty gold is drawn', () => {
  expect(questionOf('nobody').flags).toEqual(['unfit:empty'])
  const drawn = shop.ports.bank.defaultDataset.questions.filter((question) => !isUnfit(question))
  expect(drawn.every(({ goldAnswer }) => goldAnswer.length > 0)).toBe(true)
})

it('V4: a DROP of one episode leaves every file, and the next episode, as they were', async () => {
  const before = fileHashes()
  const drop = EXPLOITS.find(({ id }) => id === 'V4')
  if (drop === undefined) throw new Error('Expected a case of V4')
  await playFailure(shop.ports, drop)
  const honest = { ...drop, queries: ['SELECT count(*) FROM sale'], answer: '10', isRight: true }
  const played = await playFailure(shop.ports, honest)
  expect(played.map(({ isSolved }) => isSolved)).toEqual([true, true])
  expect(fileHashes()).toEqual(before)
})

it('V6: an ORDER BY inside asks for no order', () => {
  expect(questionOf('sorted inside').rowOrderMatters).toBe(false)
  expect(questionOf('oldest').rowOrderMatters).toBe(true)
})

it('V16: no constant answer is right for more than 1 in 20 built-in questions of a split', () => {
  const { questions } = loadData(testDataDir(), ['builtin']).bank.defaultDataset
  for (const { questionCount, rightCount } of bestConstants(questions)) {
    expect(rightCount).toBeLessThanOrEqual(0.05 * questionCount)
  }
})

it.each([
  ['N1: a gold that cuts through a tie', 'one of two', 'unfit:tie'],
  ['N2: a gold that asks the clock', 'by the clock', 'unfit:clock'],
  ['N3: a gold that does not run', 'does not run', 'unfit:gold_fails'],
] as const)('%s is not drawn', (_title, name, flag) => {
  expect(questionOf(name).flags).toEqual([flag])
})

it('N2: a query cannot ask the clock either', async () => {
  const environment = createEnvironment(shop.ports)
  environment.reset({ questionId: corpusQuestionId('how many sales') })
  const argument = "SELECT count(*) FROM sale WHERE sold_on < date('now')"
  const reply = await environment.step({ actionType: 'QUERY', argument })
  expect(reply.metadata.query).toMatchObject({ code: 'refused' })
})

it('N7: a fault of ours while evidence is looked for decides nothing', async () => {
  const { queries } = shop.ports
  let isBroken = false
  const environment = createEnvironment({
    ...shop.ports,
    queries: {
      async run(...asked) {
        if (isBroken) throw new Error('the disk is gone')
        return queries.run(...asked)
      },
    },
  })
  const sql = 'SELECT count(*) FROM sale'
  environment.reset({ questionId: corpusQuestionId('how many sales'), grading: 'evidence' })
  await environment.step({ actionType: 'QUERY', argument: sql })
  isBroken = true
  await expect(environment.step({ actionType: 'ANSWER', argument: '10' })).rejects.toThrow('disk')
  expect(environment.state()).toMatchObject({ isDone: false, stepCount: 1 })
  isBroken = false
  const reply = await environment.step({ actionType: 'ANSWER', argument: '10' })
  expect(reply.metadata.outcome).toBe('solved')
})
