import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { withImportFolder } from './import-folder.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-folder-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** No process has this number: it is above what systems give. */
const NO_PID = 2 ** 30

it('is inside the data folder while the work lasts, and gone afterwards', async () => {
  const seen = await withImportFolder(dir, async (folder) => {
    writeFileSync(join(folder, 'file'), 'x')
    return readdirSync(dir)
  })
  expect(seen).toEqual([expect.stringMatching(/^\.import-/)])
  expect(readdirSync(dir)).toEqual([])
})

it('is gone after a failure too, and so is a data folder that it made', async () => {
  const dataDir = join(dir, 'a', 'b')
  await expect(withImportFolder(dataDir, () => Promise.reject(new Error('no')))).rejects.toThrow()
  expect(readdirSync(dir)).toEqual([])
  await withImportFolder(dataDir, async () => mkdirSync(join(dataDir, 'questions')))
  expect(readdirSync(dataDir)).toEqual(['questions'])
})

it('removes what dead imports left, and nothing that may be in use', async () => {
  const host = hostname().replaceAll(/[^\w.]/g, '_')
  const names = {
    dead: `.import-${host}-${NO_PID}-aaaaaa`,
    alive: `.import-${host}-${process.ppid}-bbbbbb`,
    elsewhere: `.import-elsewhere-${NO_PID}-cccccc`,
    old: `.import-elsewhere-${NO_PID}-dddddd`,
  }
  for (const name of Object.values(names)) mkdirSync(join(dir, name))
  const longAgo = new Date(Date.now() - 72 * 3600 * 1000)
  utimesSync(join(dir, names.old), longAgo, longAgo)
  await withImportFolder(dir, () => Promise.resolve())
  expect(readdirSync(dir).toSorted()).toEqual([names.alive, names.elsewhere].toSorted())
})

it('says in one line that the disk is full', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
  })
  await expect(withImportFolder(dir, () => Promise.reject(full))).rejects.toThrow(
    `Not enough room in ${dir} for the import (ENOSPC); the data there are as before`,
  )
  expect(existsSync(dir)).toBe(true)
})
