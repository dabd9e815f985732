/** Episodes that are the same at every run: looking around, good and bad SQL, attacks and answers. */

import { drawIndex } from '../../src/questions/draw.ts'
import type { Question } from '../../src/questions/question.ts'
import { REWARD_PROFILE_NAMES } from '../../src/reward/profiles.ts'
import { SCHEMA_LEVELS } from '../../src/schema-names/levels.ts'
import { formatAnswer } from '../../src/verify/answer-formats.ts'
import { GRADINGS } from '../../src/verify/grade-answer.ts'
import { HOSTILE_STATEMENTS, LEGITIMATE_STATEMENTS } from '../sql-corpus.ts'

/** A frame of the client, or a text that is none. */
export type ClientFrame = object | string

/** Picks the same for the same episode and place. */
type Draw = <T>(items: readonly T[]) => T

const STEPS_MAX = 12

/** @returns frames; they depend on what was answered before, which is the same on both servers */
export function* parityEpisode(
  episode: number,
  questions: readonly Question[],
): Generator<ClientFrame, void, string> {
  let draws = 0
  const draw: Draw = (items) => {
    draws += 1
    const item = items[drawIndex(episode * 1000 + draws, items.length)]
    if (item === undefined) throw new RangeError('Expected something to draw from')
    return item
  }
  const question = draw(questions)
  const level = draw(['original', 'original', ...SCHEMA_LEVELS])
  const reset = {
    question_id: question.questionId,
    seed: episode,
    episode_id: `parity-${episode}`,
    reward: draw(REWARD_PROFILE_NAMES),
    grading: draw(GRADINGS),
    schema: level,
    variant: draw([0, 0, 0, 1, 2, 7]),
    step_budget: draw([5, 15, 15, 100]),
    credit: draw([false, true]),
  }
  const opening = yield { type: 'reset', data: reset }
  const tables = tablesIn(opening)
  const said: ClientFrame[] = []
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const frame = draw(KINDS)({ draw, question, tables, said, level })
    said.push(frame)
    yield frame
  }
  yield { type: 'state' }
  yield answerFrame(draw([rightAnswer(question), 'something else', '']))
  yield stepFrame('QUERY', 'SELECT 1')
  yield { type: 'state' }
}

type Situation = {
  readonly draw: Draw
  readonly question: Question
  readonly tables: readonly string[]
  readonly said: readonly ClientFrame[]
  readonly level: string
}

const KINDS: readonly ((situation: Situation) => ClientFrame)[] = [
  ({ draw, tables }) => stepFrame('DESCRIBE', draw(tables)),
  ({ draw, tables }) => stepFrame('describe', ` ${draw(tables).toLowerCase()}; `),
  ({ draw, tables }) => stepFrame('SAMPLE', draw(tables)),
  ({ draw }) =>
    stepFrame(draw(['DESCRIBE', 'SAMPLE']), draw(['nowhere', '', 'sqlite_schema', '🏝'])),
  ({ draw, tables }) => stepFrame('QUERY', `SELECT count(*) FROM "${draw(tables)}"`),
  ({ draw, tables }) => stepFrame('QUERY', `SELECT * FROM "${draw(tables)}" LIMIT 30`),
  ({ draw, tables }) => {
    const columns = draw(['*', 'a.*, b.*', 'count(*), min(a.rowid), max(b.rowid)'])
    return stepFrame(
      'QUERY',
      `SELECT ${columns} FROM "${draw(tables)}" a, "${draw(tables)}" b LIMIT 7`,
    )
  },
  ({ draw, tables }) => stepFrame('QUERY', `SELECT * FROM "${draw(tables)}" ORDER BY 2 DESC, 1`),
  ({ question }) => stepFrame('QUERY', question.goldSql),
  ({ question }) => stepFrame('QUERY', `  ${question.goldSql} -- once more\n;`),
  ({ draw }) => stepFrame('QUERY', draw(HOSTILE_STATEMENTS)[0]),
  ({ draw }) => stepFrame('QUERY', draw(LEGITIMATE_STATEMENTS)[0]),
  ({ draw }) => stepFrame('QUERY', draw(VALUES)),
  ({ draw }) => stepFrame('QUERY', draw(BAD_SQL)),
  ({ draw, said }) => (said.length === 0 ? { type: 'state' } : draw(said)),
  ({ draw }) => stepFrame(draw(['LOOK', '', 'QUERY ']), draw(['', ' ', 'SELECT 1'])),
  ({ draw, tables }) => ({
    type: 'step',
    data: {
      type: 'call_tool',
      tool_name: draw(['describe', 'query', 'no_such_tool']),
      arguments: draw([{ table_name: draw(tables) }, { sql: 'SELECT 2' }, {}]),
    },
  }),
  ({ draw }) => draw(ODD_FRAMES),
]

/** Every kind of value, and how each is printed and compared. */
const VALUES = [
  "SELECT 37.0, 1e300, -0.0, 9e999, 9007199254740993, NULL, '', x'00c0ff', 0.1 + 0.2",
  "SELECT 'Åland 🏝', 'a' || char(0) || 'b', CAST(x'54726579C3' AS TEXT), char(0xFEFF) || 'bom'",
  "SELECT date('2024-01-31', '+1 month'), julianday('2024-02-29 12:00'), strftime('%s', '2024-01-01')",
  "SELECT timediff('2024-03-01', '2024-02-29'), datetime(1e9, 'unixepoch', 'localtime')",
  'SELECT round(2.5), sqrt(2), pi(), ln(10), 1 / 3.0, 7 / 2, 7 % 3, 1 << 40, ~5',
  "SELECT json_extract('{\"a\":[1,2.5,null]}', '$.a'), upper('ß'), instr('abc', 'c'), unicode('🏝')",
  "SELECT group_concat(value, '|') FROM json_each('[3,1,2]')",
  "SELECT printf('%.3f|%5d|%-5s|%x', 3.14159, 42, 'ab', 255), hex('abc'), quote(1.5), typeof(1e3)",
  "SELECT median(value), percentile(value, 25) FROM json_each('[1,2,3,10]')",
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) SELECT i, i * 1.5 FROM n',
  "SELECT printf('%.*c', 70000, 'x')",
  "SELECT printf('%.*c', 2000000, 'x')",
  "SELECT printf('%.*c', 600000000, 'x')",
]

const BAD_SQL = [
  'SELEC 1',
  'SELECT',
  'SELECT * FROM nowhere',
  'SELECT nothing',
  'SELECT 1; SELECT 2',
  'SELECT ?',
  'SELECT :name, @other',
  'SELECT "in double quotes"',
  "SELECT 'unclosed",
  'SELECT abs(-9223372036854775807 - 1)',
  'SELECT count(DISTINCT *)',
  'SELECT 1 UNION SELECT 1, 2',
  "SELECT json('{')",
  'SELECT timediff(1)',
  `SELECT ${'('.repeat(1200)}1${')'.repeat(1200)}`,
  `SELECT 1${' + 1'.repeat(1200)}`,
  'SELECT 1\u00a0',
  'SELECT 1 /* not closed',
  'SELECT 1 /* closed */ ; -- and\n;',
  'SELECT \0 1',
  "SELECT 'lone \ud800 surrogate'",
  'EXPLAIN SELECT 1',
  'PRAGMA table_list',
  'SELECT sum(1) OVER (ORDER BY x) FROM (VALUES (1)) AS t(x)',
  'VALUES (1, 2), (3)',
]

const ODD_FRAMES: readonly ClientFrame[] = [
  '{',
  '{"type":"nothing"}',
  '{"type":"step"}',
  '{"type":"step","data":{"action_type":"QUERY"}}',
  '{"type":"step","data":{"action_type":5,"argument":"x"}}',
  '{"type":"step","data":{"action_type":"QUERY","argument":"SELECT 1","more":1}}',
  '{"type":"reset","data":{"difficulty":"impossible"}}',
  '{"type":"reset","data":{"db_id":"nowhere"}}',
  '{"type":"state","data":{}}',
  { type: 'step', data: { type: 'list_tools' } },
  { type: 'mcp', data: { jsonrpc: '2.0', id: 1, method: 'tools/list' } },
  { type: 'mcp', data: { jsonrpc: '2.0', id: 'x', method: 'no/such/method' } },
]

function stepFrame(actionType: string, argument: string): ClientFrame {
  return { type: 'step', data: { action_type: actionType, argument } }
}

function answerFrame(value: string): ClientFrame {
  return stepFrame('ANSWER', value)
}

function rightAnswer({ goldColumns, goldAnswer }: Question): string {
  return formatAnswer(goldColumns, goldAnswer).values().next().value ?? ''
}

function tablesIn(reply: string): readonly string[] {
  const [, names = 'nowhere'] = /"schema_info":"Tables: ([^"\\]+)/.exec(reply) ?? []
  return names.split(', ')
}
