import { expect, it } from 'vitest'

import { testDataDir } from './fixtures.ts'
import { EPISODE_COUNT, recordThousandEpisodes, sqlenv } from './thousand-episodes.ts'

it('a thousand recorded episodes have the same hashes in another process', async () => {
  const { file, remove } = await recordThousandEpisodes(testDataDir())
  const printed = await sqlenv('replay', file, '--data-dir', testDataDir(), '--jobs', '16')
  remove()
  expect(printed).toBe(`${file}: ${EPISODE_COUNT} of ${EPISODE_COUNT} episodes are the same\n`)
}, 240_000)
