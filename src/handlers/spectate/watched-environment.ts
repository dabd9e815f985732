/** An environment whose episodes spectators see. It answers as the one inside it does. */

import type { Environment } from '../../episode/environment.ts'
import { toWireReply } from '../../protocol/reply.ts'
import type { EpisodeRecorder, ShownEpisodes } from './shown-episodes.ts'

export function watchedEnvironment(environment: Environment, shown: ShownEpisodes): Environment {
  let recorder: EpisodeRecorder | undefined
  return {
    reset(options) {
      const result = environment.reset(options)
      if (result.kind === 'started') {
        recorder?.leave()
        recorder = shown.begin(toWireReply(result.reply), options.grading === 'evidence')
      }
      return result
    },
    async step(action) {
      const reply = await environment.step(action)
      recorder?.step(action, toWireReply(reply))
      return reply
    },
    opening: () => environment.opening(),
    state: () => environment.state(),
  }
}
