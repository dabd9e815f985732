/** What Learn shows to copy, with this server's own address. */

import type { WireChoices } from '../../protocol/choices.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'

type ActionFact = { readonly action: string; readonly argument: string; readonly does: string }

type Bounds = Pick<WireChoices, 'sample_rows' | 'result_rows_max' | 'query_timeout_ms'>

export function actionFacts(choices: Bounds): ActionFact[] {
  const seconds = choices.query_timeout_ms / 1000
  const bound = seconds === 0 ? 'with a bound on its work' : `for at most ${seconds} s`
  return [
    {
      action: 'DESCRIBE',
      argument: 'a table',
      does: 'shows its columns with types and keys, and how many rows it has',
    },
    { action: 'SAMPLE', argument: 'a table', does: `shows its first ${choices.sample_rows} rows` },
    {
      action: 'QUERY',
      argument: 'an SQL query',
      does: `runs it, reading only, ${bound}, and shows ${choices.result_rows_max} rows`,
    },
    {
      action: 'ANSWER',
      argument: 'the answer',
      does: 'ends the episode: a value, a list or a table is compared with the right one, typed',
    },
  ]
}

export function pythonExample(url: string): string {
  return `from sql_env import SqlAction, SqlEnv

with SqlEnv(base_url="${url}").sync() as env:
    start = env.reset(seed=7)
    print(start.observation.question, start.observation.schema_info)
    step = env.step(SqlAction.query("SELECT 1"))
    print(step.observation.result, step.reward)
    end = env.step(SqlAction.answer("42"))
    print(end.reward, end.metadata["outcome"])`
}

export function curlExample(url: string): string {
  return `url=${url}
id=$(curl -s -D - -o /dev/null -X POST $url/reset -d '{"seed": 7}' | sed -n 's/^x-session-id: *//ip' | tr -d '\\r')
curl -s -X POST $url/step -H "x-session-id: $id" -d '{"action": {"action_type": "QUERY", "argument": "SELECT 1"}}'
curl -s $url/state -H "x-session-id: $id"`
}

/** As most MCP hosts take it. */
export function mcpExample(url: string): string {
  const server = { type: 'http', url: `${url}/mcp/http?split=train&index=3` }
  return JSON.stringify({ mcpServers: { sqlenv: server } }, null, 2)
}

/** The very episode of `resetData`, from Python. */
export function resetExample(url: string, resetData: WireResetData): string {
  const options = Object.entries(resetData).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  )
  return `from sql_env import SqlEnv

with SqlEnv(base_url="${url}").sync() as env:
    print(env.reset(${options.join(', ')}).observation.question)`
}
