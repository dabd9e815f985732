import { expect, it } from 'vitest'

import { EPISODE_COUNT, recordThousandEpisodes, sqlenv } from '../thousand-episodes.ts'
import { EDGE_DATA_DIR } from './edge-data.ts'
import { startWranglerServer } from './wrangler-server.ts'

it('a thousand episodes that Node has recorded have the same hashes at the edge', async () => {
  const { file, remove } = await recordThousandEpisodes(EDGE_DATA_DIR)
  const edge = await startWranglerServer()
  try {
    const printed = await sqlenv('replay', file, '--url', edge.url, '--jobs', '4')
    expect(printed).toBe(`${file}: ${EPISODE_COUNT} of ${EPISODE_COUNT} episodes are the same\n`)
  } finally {
    await edge.stop()
    remove()
  }
}, 300_000)
