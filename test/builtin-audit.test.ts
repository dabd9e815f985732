/** A build from sources with bad questions planted in them: it fails, and names each with its item. */

import { execFile } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** Of each database, so that the build takes seconds, and no answer is common by chance. */
const QUESTIONS_KEPT = 12

let project: string

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'sqlenv-planted-'))
  for (const part of ['src', 'data/sources', 'package.json']) {
    cpSync(join(ROOT, part), join(project, part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
  for (const databaseId of databaseIds()) {
    const text = readFileSync(questionsOf(databaseId), 'utf8')
    const kept = text.split(/\n{2,}/).slice(0, QUESTIONS_KEPT)
    writeFileSync(questionsOf(databaseId), `${kept.join('\n\n').trimEnd()}\n`)
  }
})
afterAll(() => rmSync(project, { recursive: true }))

function databaseIds(): string[] {
  const entries = readdirSync(join(project, 'data', 'sources'), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

function questionsOf(databaseId: string): string {
  return join(project, 'data', 'sources', databaseId, 'questions.sql')
}

function plant(databaseId: string, paragraph: string): void {
  appendFileSync(questionsOf(databaseId), `\n${paragraph}\n`)
}

function build(): Promise<{ exitCode: unknown; stderr: string }> {
  return new Promise((resolve) => {
    const args = ['src/cli/sqlenv.js', 'data', 'build', '--data-dir', join(project, 'built')]
    execFile(process.execPath, args, { cwd: project }, (error, _stdout, stderr) => {
      resolve({ exitCode: error?.code ?? 0, stderr })
    })
  })
}

it('fails by every item, weak ones and slow gold too, and writes nothing (V16, N3)', async () => {
  const [trainedText = ''] =
    /(?<=^-- 001 ).+/m.exec(readFileSync(questionsOf('vet_clinic'), 'utf8')) ?? []
  plant('vet_clinic', '-- 901 How many species are there?\nSELECT COUNT(*) FROM species;')
  plant('vet_clinic', "-- 902 Who owns Nobody?\nSELECT name FROM animal WHERE name = 'Nobody';")
  plant('vet_clinic', '-- 903 Name an owner.\nSELECT familyName FROM owner LIMIT 1;')
  plant(
    'vet_clinic',
    '-- 904 How many pairs of visits are in order?\nSELECT SUM(a.minutes < b.minutes) FROM visit AS a, visit AS b WHERE a.visitId < b.visitId;',
  )
  plant('chess_league', `-- 905 ${trainedText}\nSELECT MAX(player_id) + 7000 FROM players;`)
  const { exitCode, stderr } = await build()
  expect(exitCode).toBe(1)
  const [, list = ''] = /^The built-in data fail their audit: (.*)$/m.exec(stderr) ?? []
  expect(list.split('; ').map((complaint) => complaint.split(' (', 1).join())).toEqual([
    'vet_clinic_901 weak:row_count',
    'vet_clinic_902 unfit:empty',
    'vet_clinic_903 unfit:scan_order',
    'vet_clinic_904 slow',
    'chess_league_905 near_duplicate',
  ])
  expect(existsSync(join(project, 'built', 'questions', 'builtin.jsonl'))).toBe(false)
}, 300_000)
