/** Whether two files hold the same bytes. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

export async function isSameFile(path: string, other: string): Promise<boolean> {
  const [stats, otherStats] = await Promise.all([stat(path), stat(other)])
  if (stats.size !== otherStats.size) return false
  return (await sha256Of(path)) === (await sha256Of(other))
}

/** In hexadecimal digits. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
