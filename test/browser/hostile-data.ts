/** A data folder whose every text would do harm if it were taken for markup. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import Database from 'better-sqlite3'

import { databasePathIn } from '../../src/adapters/node/data-files.ts'
import { toQuestionRecord } from '../../src/questions/question-record.ts'
import type { Question } from '../../src/questions/question.ts'

const SCRIPT = '<script>document.title="harmed"</script>'
const IMAGE = '<img src=x onerror="document.title=\'harmed\'">'
const RIGHT_TO_LEFT = 'שלום \u202Eevil.exe العربية'

/** Cells of one row each, and a name for what is odd of it. */
export const HOSTILE_CELLS = {
  script: SCRIPT,
  image: IMAGE,
  attribute: '" onmouseover="document.title=1" x="',
  entity: '&lt;b&gt;&amp;nbsp;',
  style: '</style><style>body{display:none}</style>',
  link: '[click](javascript:document.title=1)',
  'right to left': RIGHT_TO_LEFT,
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈 𝓯𝓪𝓷𝓬𝔂 Z͑ͫ̓͊a̴̕l̡go',
  bars: 'a | b | c',
  lines: 'first\nsecond\n3. third | row',
  long: 'endless'.repeat(200),
} as const

const HOSTILE_TABLE = '<img src=x onerror=alert(1)>'

export const HOSTILE_QUESTION = `How many ${SCRIPT}${IMAGE} rows ${RIGHT_TO_LEFT} are there?`

export type HostileData = { readonly dataDir: string; readonly remove: () => void }

export function makeHostileData(): HostileData {
  const dataDir = mkdtempSync(join(tmpdir(), 'sqlenv-hostile-'))
  const file = databasePathIn(dataDir, 'hostile')
  mkdirSync(dirname(file), { recursive: true })
  mkdirSync(join(dataDir, 'questions'))
  const database = new Database(file)
  database.exec(`CREATE TABLE cells (kind TEXT PRIMARY KEY, cell TEXT)`)
  const insert = database.prepare('INSERT INTO cells VALUES (?, ?)')
  for (const [kind, cell] of Object.entries(HOSTILE_CELLS)) insert.run(kind, cell)
  database.exec(`CREATE TABLE "${HOSTILE_TABLE}" ("${SCRIPT.replaceAll('"', '""')}" TEXT)`)
  const wide = Array.from({ length: 20 }, (_, index) => `column_number_${index + 1}`)
  database.exec(`CREATE TABLE wide (${wide.join(', ')})`)
  database.exec(`INSERT INTO wide VALUES (${wide.map((name) => `'value of ${name}'`).join(', ')})`)
  database.close()
  const question: Question = {
    questionId: 'hostile_001',
    questionText: HOSTILE_QUESTION,
    databaseId: 'hostile',
    goldSql: 'SELECT count(*) FROM cells',
    goldColumns: ['count(*)'],
    goldAnswer: [[BigInt(Object.keys(HOSTILE_CELLS).length)]],
    answerType: 'integer',
    difficulty: 'easy',
    tablesInvolved: ['cells'],
    split: 'train',
    rowOrderMatters: false,
    flags: [],
    source: 'by hand',
    license: 'MIT',
  }
  writeFileSync(join(dataDir, 'questions', 'hostile.jsonl'), `${toQuestionRecord(question)}\n`)
  writeFileSync(
    join(dataDir, 'questions', 'hostile.about.json'),
    JSON.stringify({
      name: 'hostile',
      title: IMAGE,
      license: SCRIPT,
      attribution: IMAGE,
      homepage: 'javascript:alert(1)',
      source: SCRIPT,
    }),
  )
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}
