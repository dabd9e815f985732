/** An environment whose episodes spectators see. It answers as the one inside it does. */

import type { Action } from '../../episode/action.ts'
import type { Environment } from '../../episode/environment.ts'
import { toWireReply } from '../../protocol/reply.ts'
import type { WireReply } from '../../protocol/reply.ts'
import type { ShownEpisodes } from './shown-episodes.ts'

export function watchedEnvironment(environment: Environment, shown: ShownEpisodes): Environment {
  let record: ((action: Action, reply: WireReply) => void) | undefined
  return {
    reset(options) {
      const result = environment.reset(options)
      if (result.kind === 'started') record = shown.begin(toWireReply(result.reply))
      return result
    },
    async step(action) {
      const reply = await environment.step(action)
      record?.(action, toWireReply(reply))
      return reply
    },
    state: () => environment.state(),
  }
}
