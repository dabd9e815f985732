/** Tables of one document as another one takes them, and the command that does so. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { describe, expect, it } from 'vitest'

import { numberIn, rowWith, tableBelow } from '../docs/generate/table.ts'

const FIGURES = join(import.meta.dirname, '..', 'docs', 'generate', 'main.ts')

const run = promisify(execFile)

const DOCUMENT = `
| a | b |
| - | - |
| 0 | 0 |

## Below

| a    | b     | 95 %   | mean  | 95 %   |
| ---- | ----: | -----: | ----: | -----: |
| \`x\` | 1,204 | 1 to 2 | −0.41 | 3 to 4 |
| y    |       | 5 to 6 |  0.10 | 7 to 8 |

| a | b |
| - | - |
| z | 9 |
`

describe('a table of a document', () => {
  const rows = tableBelow(DOCUMENT, '## Below', ['a', 'b'])

  it('is the first one below the text, and ends with it', () => {
    expect(rows.map(({ a }) => a)).toEqual(['x', 'y'])
  })

  it('names a column that comes again by the one to its left', () => {
    expect(rows[0]).toMatchObject({ '95 %': '1 to 2', 'mean 95 %': '3 to 4' })
  })

  it('reads numbers with thousands and a typographer’s minus', () => {
    expect(numberIn(rowWith(rows, 'a', 'x'), 'b')).toBe(1204)
    expect(numberIn(rowWith(rows, 'a', 'x'), 'mean')).toBe(-0.41)
  })

  it('says what is not there', () => {
    expect(() => tableBelow(DOCUMENT, '## Above', ['a'])).toThrow('below "## Above"')
    expect(() => tableBelow(DOCUMENT, '## Below', ['c'])).toThrow('No table | c |')
    expect(() => rowWith(rows, 'a', 'q')).toThrow('No row with q in column a')
    expect(() => numberIn(rowWith(rows, 'a', 'y'), 'b')).toThrow('a number in column b, got ""')
    expect(() => numberIn(rowWith(rows, 'a', 'y'), 'c')).toThrow('No column c')
  })
})

describe('npm run figures', () => {
  it('finds nothing old in what is committed', async () => {
    const { stdout } = await run(process.execPath, [FIGURES, '--check'])
    expect(stdout).toContain('All files are as they should be')
  })

  it('refuses words that it does not know', async () => {
    const failed = run(process.execPath, [FIGURES, '--chek'])
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('got --chek') as string,
    })
  })
})
