/** `sqlenv record-episodes`: plays the episodes that the page shows under Watch, and writes them. */

import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { createNodeApp } from '../../adapters/node/node-app.ts'
import type { WireReply } from '../../protocol/reply.ts'
import { toPlayedStep } from '../../web/record/played-step.ts'
import type { PlayedAction, PlayedStep } from '../../web/record/played-step.ts'
import type { RecordedRun, Recording } from '../../web/record/recording.ts'
import { readOptions } from '../read-options.ts'
import { GOOD_EPISODES } from './good-episodes.ts'
import { createRandomPlayer } from './random-player.ts'

export const RECORDINGS_FILE = fileURLToPath(
  new URL('../../web/recordings/recordings.json', import.meta.url),
)

const HELP = `Usage: npm run episodes:record

Plays the episodes that the page shows under Watch on the built-in data, and writes
them to src/web/recordings. The file changes only where the environment does.`

/** @returns the exit code: 0 done, 2 called with the wrong words */
export async function recordEpisodes(args: string[]): Promise<number> {
  const options = readOptions(args, HELP, {})
  if (typeof options === 'number') return options
  await writeFile(RECORDINGS_FILE, await recordingsText('./data'))
  console.log(`Recorded ${GOOD_EPISODES.length} questions`)
  return 0
}

/** @returns the file's text: what the server answered, and nothing else of it */
export async function recordingsText(dataDir: string): Promise<string> {
  const nodeApp = createNodeApp({ dataDir, settings: { QUERY_PROCESSES: 1 } })
  const post = async (path: string, body: object, sessionId = ''): Promise<Response> =>
    nodeApp.app.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: sessionId === '' ? {} : { 'x-session-id': sessionId },
    })

  async function begin(questionId: string): Promise<Game> {
    const response = await post('/reset', { question_id: questionId })
    const sessionId = response.headers.get('x-session-id') ?? ''
    return {
      start: await readReply(response),
      step: async (action) => readReply(await post('/step', { action }, sessionId)),
    }
  }

  try {
    const recordings: Recording[] = []
    for (const { questionId, actions } of GOOD_EPISODES) {
      const { start } = await begin(questionId)
      const planned = actions[Symbol.iterator]()
      const good = await play('with a plan', await begin(questionId), () => planned.next().value)
      const next = createRandomPlayer(`${questionId} at random`, start)
      const random = await play('at random', await begin(questionId), next)
      recordings.push(toRecording(start, [good, random]))
    }
    return `${JSON.stringify(recordings, undefined, 2)}\n`
  } finally {
    await nodeApp.close()
  }
}

type Game = {
  readonly start: WireReply
  readonly step: (action: PlayedAction) => Promise<WireReply>
}

/** @throws {Error} with what the server said, when it is not a reply */
async function readReply(response: Response): Promise<WireReply> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as WireReply
}

/** @param next - the next action after the steps so far; undefined ends the recording */
async function play(
  player: string,
  game: Game,
  next: (steps: readonly PlayedStep[], latest: WireReply) => PlayedAction | undefined,
): Promise<RecordedRun> {
  const steps: PlayedStep[] = []
  let latest = game.start
  while (!latest.done) {
    const action = next(steps, latest)
    if (action === undefined) break
    latest = await game.step(action)
    steps.push(toPlayedStep(action, latest))
  }
  return { player, outcome: latest.metadata.outcome, steps }
}

function toRecording({ observation, metadata }: WireReply, runs: RecordedRun[]): Recording {
  return {
    question: observation.question,
    question_id: metadata.question_id ?? '',
    db_id: metadata.db_id ?? '',
    difficulty: metadata.difficulty ?? '',
    step_budget: observation.budget_remaining,
    runs,
  }
}
