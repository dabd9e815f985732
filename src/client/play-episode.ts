/** An episode as something to iterate over, for players that choose by what they see. */

import type { WireAction } from '../protocol/action.ts'
import type { WireReply } from '../protocol/reply.ts'
import type { WireResetData } from '../protocol/reset-options.ts'
import type { SqlEnvClient } from './sqlenv-client.ts'

/** The next action after `reply`; undefined leaves the episode. */
export type Player = (reply: WireReply) => WireAction | undefined | Promise<WireAction | undefined>

/** @returns the reply to the reset, then the reply to each action, until the episode is over or left */
export async function* playEpisode(
  client: Pick<SqlEnvClient, 'reset' | 'step'>,
  resetData: WireResetData,
  player: Player,
): AsyncGenerator<WireReply, void> {
  let reply = await client.reset(resetData)
  yield reply
  while (!reply.done) {
    const action = await player(reply)
    if (action === undefined) return
    reply = await client.step(action)
    yield reply
  }
}
