/** The Worker's size, as wrangler counts what it would upload. */

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const WRANGLER = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
const DOCUMENT = join(ROOT, 'docs', 'edge.md')

/** A change of the program moves the size a little, and asks for no other document. */
const TOLERANCE = 0.01

const dir = mkdtempSync(join(tmpdir(), 'sqlenv-edge-size-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

it('is what docs/edge.md says, to one percent', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [WRANGLER, 'deploy', '--dry-run', '--outdir', join(dir, 'out')],
    {
      cwd: ROOT,
      timeout: 50_000,
      env: {
        ...process.env,
        CI: 'true',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_LOG_PATH: join(dir, 'logs'),
      },
    },
  )
  const counted = sizesIn(/Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/, stdout)
  const shown = sizesIn(/(\d+) KiB, (\d+) KiB\s+compressed/, readFileSync(DOCUMENT, 'utf8'))
  expect(counted).toHaveLength(2)
  for (const [index, size] of counted.entries()) {
    expect(Math.abs((shown[index] ?? 0) - size)).toBeLessThan(TOLERANCE * size)
  }
})

function sizesIn(pattern: RegExp, text: string): number[] {
  const [, ...sizes] = pattern.exec(text) ?? []
  return sizes.map(Number)
}
