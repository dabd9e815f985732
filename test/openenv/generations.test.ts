/** OpenEnv's clients and validator of two generations against our server, as its users start it. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { isUnfit } from '../../src/questions/question.ts'
import { readQuestionsFile } from '../conformance/questions-file.ts'
import { TOOLS } from '../conformance/tools.ts'
import { testDataDir } from '../fixtures.ts'
import { startServerProcess } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'
import { toEpisode } from './episodes-to-play.ts'
import type { EpisodeToPlay } from './episodes-to-play.ts'
import type { ListedTool, ToolsReport, ToolsReports } from './tools-report.ts'
import { REQUIREMENTS, ensureVenv } from './venv.ts'
import type { OpenEnvRelease } from './venv.ts'
import { INSTALL_TIMEOUT_MS, describeWithPython, runScript } from './with-python.ts'

const SCRIPT = join(import.meta.dirname, 'play_with_tools.py')

/** Fewer than the script opens one after another: a slot that is not given back is missed. */
const SESSIONS_MAX = 4

const CRITERIA = [
  'openapi_version_available',
  'health_endpoint',
  'metadata_endpoint',
  'schema_endpoint',
  'mcp_endpoint',
  'mode_endpoint_consistency',
]

const SOLVED = { outcome: 'solved' }

const MODES = ['simulation', 'production'] as const

describeWithPython('OpenEnv of two generations', (python) => {
  const servers: ServerProcess[] = []
  let dir: string
  let episodesFile: string
  let played: EpisodeToPlay

  beforeAll(async () => {
    const data = join(testDataDir(), 'questions', 'builtin.jsonl')
    const episodes = readQuestionsFile(data)
      .filter((question) => !isUnfit(question))
      .map(toEpisode)
    played = episodes[0] as EpisodeToPlay
    dir = await mkdtemp(join(tmpdir(), 'sqlenv-generations-'))
    episodesFile = join(dir, 'episodes.json')
    await writeFile(episodesFile, JSON.stringify(episodes))
    for (const mode of MODES) {
      const settings = {
        SQLENV_DATASETS: 'builtin',
        SQLENV_MODE: mode,
        MAX_CONCURRENT_ENVS: String(SESSIONS_MAX),
        QUERY_PROCESSES: '2',
      }
      servers.push(await startServerProcess(testDataDir(), settings))
    }
  })
  afterAll(async () => {
    for (const server of servers) await server.stop()
    await rm(dir, { recursive: true, force: true })
  })

  describe.each(Object.keys(REQUIREMENTS) as OpenEnvRelease[])('%s', (release) => {
    let reports: ToolsReports

    beforeAll(async () => {
      const venvPython = await ensureVenv(python, release)
      const urls = servers.map(({ url }) => url)
      reports = (await runScript(venvPython, [SCRIPT, episodesFile, ...urls])) as ToolsReports
    }, INSTALL_TIMEOUT_MS)

    it('is the release that is pinned', () => {
      expect(reports.release).toBe(release)
    })

    describe.each(MODES)('against a server in %s', (mode) => {
      let report: ToolsReport

      beforeAll(() => {
        report = reports.reports[MODES.indexOf(mode)] as ToolsReport
      })

      it('finds all that validate --url asks for', () => {
        const { exit_code, printed } = report.validated
        const validated = JSON.parse(printed) as { criteria: { id: string; passed: boolean }[] }
        expect(validated).toMatchObject({
          validation_type: 'running_environment',
          standard_version: '1.0.0',
          standard_profile: 'openenv-http/1.x',
          mode,
          passed: true,
        })
        const passed = validated.criteria.filter((criterion) => criterion.passed)
        expect(passed.map(({ id }) => id)).toEqual(CRITERIA)
        expect(exit_code).toBe(0)
      })

      it('calls tools by POST /mcp by default in the second generation only', () => {
        expect(report.is_production_by_default).toBe(release === 'openenv 0.10.0')
      })

      it('plays an episode with GenericEnvClient', () => {
        const { reset, steps, state } = report.generic
        expect(reset).toMatchObject({
          observation: { question: played.question, step_count: 0 },
          reward: null,
          done: false,
        })
        expect(steps.map(({ done }) => done)).toEqual([false, false, false, true])
        for (const { reward } of steps) expect(reward).toBeTypeOf('number')
        expect(steps.at(-1)?.reward).toBe(1)
        expect(state).toMatchObject({
          episode_id: `episode of ${played.question_id}`,
          question_id: played.question_id,
          step_count: 4,
          done: true,
        })
      })

      it('plays the same with what AutoEnv finds', () => {
        expect(report.auto_class).toBe('GenericEnvClient')
        expect(report.auto).toEqual(report.generic)
      })

      it('plays with tools as steps: same rewards, same end', () => {
        const { tools, reset, steps, state, results } = report.by_steps
        expectTools(tools)
        expect(reset).toMatchObject({ reward: null, done: false })
        expect(steps.map(({ reward }) => reward)).toEqual(
          report.generic.steps.map(({ reward }) => reward),
        )
        expect(steps.map(({ done }) => done)).toEqual([false, false, false, true])
        for (const [index, { observation }] of steps.entries()) {
          expect(observation).toMatchObject({
            tool_name: TOOLS[index]?.[0],
            error: null,
            result: { data: results[index], is_error: false },
          })
        }
        expect(state).toMatchObject({
          episode_id: report.generic.state['episode_id'],
          step_count: 4,
        })
        expectTexts(results, played.question)
      })

      it('raises where a tool step fails, and reads on where only the query did', () => {
        const { unknown_tool, missing_argument, failed_query, has_tool } = report.by_steps
        expect(unknown_tool).toMatchObject({
          raised: 'RuntimeError',
          message: expect.stringContaining('tool_not_found'),
        })
        expect(missing_argument).toMatchObject({
          raised: 'RuntimeError',
          message: expect.stringContaining('invalid_args'),
        })
        expect(failed_query).toEqual({ gave: expect.stringContaining('SQL error') })
        expect(has_tool).toEqual([true, false, false])
      })

      it('plays with tools in a session of POST /mcp, whose question was drawn for it', () => {
        const { tools, results, after_done, unknown_tool } = report.in_production
        expectTools(tools)
        expectTexts(results, '')
        expect(results.at(-1)).toMatch(/^Correct\./)
        expect(after_done.gave).toEqual(expect.stringContaining('over'))
        expect(unknown_tool).toMatchObject({ raised: 'RuntimeError' })
      })

      it('gives back the room of each session that it closes', () => {
        expect(report.opened).toEqual(Array.from({ length: 12 }, () => TOOLS.length))
      })

      it.runIf(release === 'openenv 0.10.0')(
        'attaches its socket to the session of the tools: one episode for both',
        () => {
          const { reset, results, states, again, step } = report.attached ?? {}
          expect(reset?.observation).toMatchObject({ question: played.question, step_count: 0 })
          expectTexts(results ?? [], played.question)
          expect(results?.at(-1)).toMatch(/^Correct\./)
          for (const [index, state] of (states ?? []).entries()) {
            expect(state).toMatchObject({
              episode_id: `episode of ${played.question_id}`,
              step_count: index + 1,
            })
          }
          expect(states).toHaveLength(4)
          expect(again).toEqual(reset)
          expect(step).toMatchObject({
            observation: { tool_name: 'describe', metadata: { outcome: null } },
            done: false,
          })
          expect(step?.reward).toBe(report.generic.steps[0]?.reward)
        },
      )

      it.runIf(release === 'openenv 0.10.0')('is told how an episode ended', () => {
        expect(report.by_steps.steps.at(-1)?.observation).toMatchObject({ metadata: SOLVED })
      })
    })
  })
})

function expectTools(tools: readonly ListedTool[]): void {
  expect(tools).toMatchObject(
    TOOLS.map(([name, parameter]) => ({
      name,
      description: expect.stringMatching(/./),
      input_schema: { type: 'object', required: [parameter] },
    })),
  )
}

/** Each result is a text to read, with the question in it. */
function expectTexts(results: readonly unknown[], question: string): void {
  expect(results).toHaveLength(TOOLS.length)
  for (const result of results) expect(result).toEqual(expect.stringContaining(question))
}
