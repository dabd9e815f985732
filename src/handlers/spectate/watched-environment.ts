/** An environment whose episodes spectators see. It answers as the one inside it does. */

import type { Environment } from '../../episode/environment.ts'
import { toWireReply } from '../../protocol/reply.ts'
import type { EpisodeRecorder, ShownEpisodes } from './shown-episodes.ts'

/** @param sessionId - null where the environment lives for one request, or all visitors share it */
export function watchedEnvironment(
  environment: Environment,
  shown: ShownEpisodes,
  sessionId: string | null,
): Environment {
  let recorder: EpisodeRecorder | undefined
  return {
    reset(options) {
      const result = environment.reset(options)
      if (result.kind === 'started') {
        recorder?.leave()
        recorder = shown.begin(toWireReply(result.reply), {
          looksForEvidence: options.grading === 'evidence',
          sessionId,
        })
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
