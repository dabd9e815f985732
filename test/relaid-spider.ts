/** The real databases and questions of Spider in the layouts of other data sets. */

import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { spiderDir } from './spider-dir.ts'

type Row = { readonly db_id: string; readonly query: string; readonly question: string }

/** In file order: dev, train. */
function spiderRows(): readonly Row[] {
  return ['dev.json', 'train_spider.json'].flatMap(
    (file) => JSON.parse(readFileSync(join(spiderDir ?? '', file), 'utf8')) as Row[],
  )
}

/** As BIRD's mini-dev: all questions in one file, every second with evidence. */
export function layOutAsBird(dir: string): void {
  const rows = spiderRows().map(({ db_id, query, question }, index) => ({
    question_id: index,
    db_id,
    question,
    evidence: index % 2 === 0 ? '' : `row ${index} counts`,
    SQL: query,
    difficulty: 'challenging',
  }))
  writeJson(dir, 'mini_dev_sqlite.json', rows)
  writeJson(dir, 'dev_tables.json', tables())
  copyDatabases(join(dir, 'dev_databases'))
}

/** As KaggleDBQA: a file for each database, and two parts of it beside. */
export function layOutAsKaggleDbqa(dir: string): void {
  for (const [databaseId, rows = []] of Map.groupBy(spiderRows(), ({ db_id }) => db_id)) {
    const few = rows.slice(0, Math.floor(rows.length * 0.3))
    writeJson(join(dir, 'examples'), `${databaseId}.json`, rows)
    writeJson(join(dir, 'examples'), `${databaseId}_fewshot.json`, few)
    writeJson(join(dir, 'examples'), `${databaseId}_test.json`, rows.slice(few.length))
  }
  writeJson(dir, 'KaggleDBQA_tables.json', tables())
  copyDatabases(join(dir, 'databases'))
}

/** As somebody's own folder. */
export function layOutAsFolder(dir: string): void {
  mkdirSync(dir, { recursive: true })
  const lines = spiderRows().map(({ db_id, query, question }) =>
    JSON.stringify({ db_id, question, gold_sql: query }),
  )
  writeFileSync(join(dir, 'questions.jsonl'), `${lines.join('\n')}\n`)
  for (const [databaseId, path] of databases()) cpSync(path, join(dir, `${databaseId}.sqlite`))
}

function databases(): [string, string][] {
  const folder = join(spiderDir ?? '', 'database')
  return readdirSync(folder).map((id) => [id, join(folder, id, `${id}.sqlite`)])
}

function tables(): unknown {
  return JSON.parse(readFileSync(join(spiderDir ?? '', 'tables.json'), 'utf8'))
}

function copyDatabases(folder: string): void {
  for (const [databaseId, path] of databases()) {
    mkdirSync(join(folder, databaseId), { recursive: true })
    cpSync(path, join(folder, databaseId, `${databaseId}.sqlite`))
  }
}

function writeJson(dir: string, file: string, value: unknown): void {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, file), JSON.stringify(value))
}
