/** The game in the terminal: a person plays an episode against a running server. */

import { connectSqlEnv } from '../../client/sqlenv-client.ts'
import type { SqlEnvClient } from '../../client/sqlenv-client.ts'
import { SqlEnvError } from '../../client/sqlenv-error.ts'
import type { WireReply } from '../../protocol/reply.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import { REWARD_TERMS } from '../../reward/terms.ts'
import { PROMPT, createCommandReader } from './command-reader.ts'
import type { CommandReader } from './command-reader.ts'
import { createFileRecorder } from './file-recorder.ts'
import { PLAY_HELP, parsePlayArguments } from './play-arguments.ts'
import { parsePlayCommand } from './play-command.ts'
import {
  COMMANDS_TEXT,
  budgetText,
  endText,
  episodeText,
  helpText,
  questionText,
  stepText,
} from './play-screen.ts'
import type { RewardTerms } from './play-screen.ts'
import { toSafeText } from '../safe-text.ts'

/** Where no terminal says how wide it is; some say 0. */
const SCREEN_WIDTH_DEFAULT = 100

/**
 * Reads commands from standard input, a terminal or a pipe.
 * @param args - what stands behind `play`
 * @returns the exit code: 0 played or left, 1 the server failed, 2 called with the wrong words
 */
export async function play(args: string[]): Promise<number> {
  const wanted = parsePlayArguments(args)
  switch (wanted.kind) {
    case 'help':
      console.log(PLAY_HELP)
      return 0
    case 'unusable':
      console.error(`${wanted.reason}\nSee: npm run play -- --help`)
      return 2
    case 'play':
      return playOn(wanted.url, wanted.resetData, wanted.recordFile)
  }
}

async function playOn(
  url: string,
  resetData: WireResetData,
  recordFile: string | undefined,
): Promise<number> {
  try {
    const recorder =
      recordFile === undefined ? undefined : await createFileRecorder(url, recordFile)
    const client = await connectSqlEnv(url, {
      connectAttemptsMax: 1,
      onExchange: (exchange) => recorder?.onExchange(exchange),
    })
    const leaving = new AbortController()
    leaving.signal.addEventListener('abort', () => void client.close())
    const leave = () => leaving.abort()
    process.once('SIGINT', leave)
    try {
      await playEpisode(client, resetData, leaving)
    } catch (error) {
      if (!leaving.signal.aborted) throw error
    } finally {
      process.off('SIGINT', leave)
      await client.close()
      recorder?.leave()
    }
    return 0
  } catch (error) {
    if (!(error instanceof SqlEnvError || error instanceof TypeError)) throw error
    console.error(toSafeText(failureText(error, url)))
    return 1
  }
}

async function playEpisode(
  client: SqlEnvClient,
  resetData: WireResetData,
  leaving: AbortController,
): Promise<void> {
  const first = await client.reset(resetData)
  console.log(
    `\n${episodeText(first)}\n\n${questionText(first)}\n\n${COMMANDS_TEXT}\n\n${budgetText(first)}`,
  )
  const reader = createCommandReader(process.stdin, process.stdout, () => leaving.abort())
  leaving.signal.addEventListener('abort', () => reader.close())
  const score: Score = { last: first, termTotals: {} }
  try {
    await takeSteps(client, reader, score)
  } catch (error) {
    if (!leaving.signal.aborted) throw error
  } finally {
    reader.close()
  }
  console.log(`\n${endText(score.last, score.termTotals)}`)
}

/** Grows with each step, so that it stands also when the player leaves in the middle of one. */
type Score = { last: WireReply; termTotals: RewardTerms }

/** Until the episode is over, the player leaves, or the input ends. */
async function takeSteps(client: SqlEnvClient, reader: CommandReader, score: Score): Promise<void> {
  reader.ask()
  for await (const text of reader.commands()) {
    if (!reader.isTerminal) console.log(`${PROMPT}${toSafeText(text)}`)
    const command = parsePlayCommand(text)
    if (command.kind === 'quit') return
    if (command.kind === 'help') console.log(helpText(score.last))
    if (command.kind === 'hint') console.log(command.text)
    if (command.kind === 'action') {
      const reply = await client.step(command.action)
      score.last = reply
      score.termTotals = addTerms(score.termTotals, reply.metadata.reward_terms)
      console.log(stepText(reply, process.stdout.columns || SCREEN_WIDTH_DEFAULT))
      if (reply.done) return
      console.log(`\n${budgetText(reply)}`)
    }
    reader.ask()
  }
}

function addTerms(totals: RewardTerms, terms: RewardTerms): RewardTerms {
  const sums = REWARD_TERMS.flatMap((term) => {
    if (totals[term] === undefined && terms[term] === undefined) return []
    return [[term, (totals[term] ?? 0) + (terms[term] ?? 0)] as const]
  })
  return Object.fromEntries(sums)
}

function failureText(error: SqlEnvError | TypeError, url: string): string {
  if (!(error instanceof SqlEnvError)) return error.message
  if (error.code === 'CONNECT_FAILED') {
    return `No SQLEnv server answers at ${url}. Start one in another terminal: npm start`
  }
  if (error.code === 'CONNECTION_LOST' || error.code === 'RESET_NEEDED') {
    return `The server at ${url} closed the connection, and the episode is gone with it.`
  }
  const reasons = error.details.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)
  return reasons.length > 0 ? reasons.join('; ') : `${error.message} (${error.code})`
}
