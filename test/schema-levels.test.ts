/** The reset key `schema`: every question can be played and is won under all names. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { databasePathIn, loadData } from '../src/adapters/node/data-files.ts'
import { createNodeApp } from '../src/adapters/node/node-app.ts'
import type { NodeApp } from '../src/adapters/node/node-app.ts'
import { openGoldDatabase } from '../src/datasets/gold-database.ts'
import { rewriteNames } from '../src/datasets/rewriting/rewrite-names.ts'
import { proveDatabase } from '../src/datasets/rewriting/schema-proof.ts'
import { createEnvironment } from '../src/episode/environment.ts'
import { playableQuestions } from '../src/questions/bank.ts'
import type { Question } from '../src/questions/question.ts'
import { schemaAtLevel } from '../src/schema-names/levelled-schema.ts'
import { SCHEMA_LEVELS } from '../src/schema-names/levels.ts'
import type { SchemaLevel } from '../src/schema-names/levels.ts'
import { planSchema, realTables } from '../src/schema-names/schema-plan.ts'
import { makeCompanyData } from './company-data.ts'
import type { CompanyData } from './company-data.ts'
import { testDataDir } from './fixtures.ts'
import { openInProcess } from './in-process.ts'
import type { InProcess } from './in-process.ts'

const RENAMING: readonly SchemaLevel[] = ['synonyms', 'abbreviations', 'opaque']

let inProcess: InProcess

beforeAll(() => {
  inProcess = openInProcess(testDataDir())
})
afterAll(() => inProcess.close())

/** Of all data sets that are loaded: `builtin`, and Spider where its files are at hand. */
function questionsByDatabase(): Map<string, Question[]> {
  const questions = inProcess.ports.bank.datasets.flatMap((dataset) => playableQuestions(dataset))
  return Map.groupBy(questions, ({ databaseId }) => databaseId)
}

describe('every question that is not unfit', () => {
  it('has a gold that returns the same rows at every level', { timeout: 240_000 }, () => {
    for (const [databaseId, questions] of questionsByDatabase()) {
      const path = databasePathIn(testDataDir(), databaseId)
      const proofs = proveDatabase(databaseId, path, questions)
      expect(proofs.map(({ level }) => level)).toEqual(SCHEMA_LEVELS)
      expect(proofs.flatMap(({ level, failures }) => failures.map((one) => [level, one]))).toEqual(
        [],
      )
    }
  })

  it.each(SCHEMA_LEVELS)(
    'earns all at the level %s: gold as a QUERY, and its result pasted',
    { timeout: 240_000 },
    async (level) => {
      const failed: string[] = []
      for (const [databaseId, questions] of questionsByDatabase()) {
        using database = openGoldDatabase(databasePathIn(testDataDir(), databaseId))
        for (const { questionId, goldSql } of questions) {
          const schema = inProcess.ports.schemaOf(databaseId)
          if (schema === undefined) expect.fail(databaseId)
          const plan = planSchema(schema, level)
          const rewriting = rewriteNames(database.mend(goldSql), schema, plan)
          const argument = rewriting.kind === 'rewritten' ? rewriting.sql : rewriting.reason
          const environment = createEnvironment(inProcess.ports)
          environment.reset({ questionId, schemaLevel: level, rewardProfile: 'published' })
          const query = await environment.step({ actionType: 'QUERY', argument })
          const pasted = query.observation.result
          const answer = await environment.step({ actionType: 'ANSWER', argument: pasted })
          const total = Number(((query.reward ?? 0) + (answer.reward ?? 0)).toFixed(9))
          if (total !== 1.15) failed.push(`${questionId}: ${total} for ${argument}`)
        }
      }
      expect(failed).toEqual([])
    },
  )
})

const shippedSchemas = () => loadData(testDataDir()).schemas.values()

describe('the names of a level', () => {
  it('change at least seven in ten where they are synonyms, and all that are opaque', () => {
    for (const schema of shippedSchemas()) {
      const shareOf = (level: SchemaLevel): number => {
        const tables = realTables(planSchema(schema, level))
        const changes = [...tables, ...tables.flatMap(({ columns }) => columns)]
        const changed = changes.filter(({ from, to }) => from.toLowerCase() !== to.toLowerCase())
        return changed.length / changes.length
      }
      expect(shareOf('synonyms'), schema.databaseId).toBeGreaterThanOrEqual(0.7)
      expect(shareOf('abbreviations'), schema.databaseId).toBeGreaterThanOrEqual(0.5)
      expect(shareOf('opaque')).toBe(1)
    }
  })

  it.each(RENAMING)('replace the old ones everywhere: %s', async (level) => {
    for (const schema of shippedSchemas()) {
      const names = new Set(
        schemaAtLevel(schema, level).tables.map(({ name }) => name.toLowerCase()),
      )
      for (const { name } of schema.tables.filter(
        (table) => !names.has(table.name.toLowerCase()),
      )) {
        const sql = `SELECT * FROM "${name}"`
        const limits = { rowsMax: 1, bytesMax: 1000, deadlineMs: 1000 }
        const outcome = await inProcess.ports.queries.run(
          `${schema.databaseId}@${level}`,
          sql,
          limits,
        )
        expect(outcome).toMatchObject({ kind: 'failed' })
      }
    }
  })
})

describe('a server', () => {
  let data: CompanyData
  let node: NodeApp

  beforeAll(() => {
    data = makeCompanyData()
    node = createNodeApp({ dataDir: data.dataDir })
  })
  afterAll(async () => {
    await node.close()
    data.remove()
  })

  const post = async (path: string, body: object): Promise<Response> =>
    node.app.request(path, { method: 'POST', body: JSON.stringify(body) })

  type WireReply = {
    readonly observation: Readonly<Record<string, string>>
    readonly metadata: Readonly<Record<string, unknown>>
    readonly reward: number
  }

  /** What each step answers, after the reset. */
  async function play(
    reset: object,
    actions: readonly (readonly [type: string, argument: string])[],
  ): Promise<WireReply[]> {
    const first = await post('/reset', reset)
    const session_id = first.headers.get('x-session-id')
    const replies = [(await first.json()) as WireReply]
    for (const [action_type, argument] of actions) {
      const reply = await post('/step', { action: { action_type, argument }, session_id })
      replies.push((await reply.json()) as WireReply)
    }
    return replies
  }

  it('shows, describes, samples and queries the new names, and knows the old ones no more', async () => {
    const reset = { question_id: 'company_004', schema: 'opaque' }
    const [first, described, sampled, old, queried, answered] = await play(reset, [
      ['DESCRIBE', 'T2'],
      ['SAMPLE', 't2'],
      ['DESCRIBE', 'employee'],
      ['QUERY', 'SELECT c2, c4 FROM t2 ORDER BY c4 DESC'],
      ['ANSWER', 'c2 | c4\n1. Cara | 100.5\n2. Bob | 100.0\n3. Alice | 99.5'],
    ])
    expect(first?.observation['schema_info']).toBe('Tables: t1, t2')
    expect(described?.observation['result']).toBe(
      'Table t2: 3 rows\n- c1 INTEGER, primary key\n- c2 TEXT\n' +
        '- c3 TEXT, references t1(c1)\n- c4 REAL',
    )
    expect(sampled?.observation['result']).toMatch(/^c1 \| c2 \| c3 \| c4\n1\. 1 \| Alice \|/)
    expect(old?.observation['error']).toBe('Unknown table employee. Tables: t1, t2')
    expect(queried?.metadata['reward_terms']).toMatchObject({ progress: 0.15 })
    expect(answered).toMatchObject({ reward: 1, metadata: { outcome: 'solved', db_id: 'company' } })
  })

  it.each(RENAMING)('tells no old name at the level %s, in errors either', async (level) => {
    const replies = await play({ question_id: 'company_001', schema: level }, [
      ['QUERY', 'SELECT nothing FROM sqlite_schema'],
      ['QUERY', 'SELECT 1 FROM x'],
      ['QUERY', 'SELECT * FROM t1 NATURAL JOIN t2 USING (c9)'],
      ['DESCRIBE', 'x'],
      ['SAMPLE', 'worker'],
    ])
    const said = replies.map(({ observation }) => {
      return [observation['schema_info'], observation['result'], observation['error']].join('\n')
    })
    const names = 'employee department salary'.split(' ')
    const isKept = (name: string) => RegExp(`\\b${name}\\b`, 'i').test(said.join('\n'))
    expect(names.filter(isKept)).toEqual([])
  })

  it('tells of a level that there is not by the name of the field', async () => {
    const reply = await post('/reset', { schema: 'Opaque' })
    expect(reply.status).toBe(422)
    expect(await reply.text()).toContain('schema')
  })

  it('takes null for the names as shipped', async () => {
    const [first] = await play({ question_id: 'company_001', schema: null }, [])
    expect(first?.observation['schema_info']).toBe('Tables: department, employee')
  })
})
