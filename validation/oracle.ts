/**
 * The oracle: earns the highest reward on each built-in question, through the API like any agent.
 * Gold SQL comes from `data/sources`, which the server reads only to build its data and never sends.
 *
 *     node validation/oracle.ts [URL]     (http://127.0.0.1:8000 by default)
 *
 * Prints one line of JSON; exit code 1 when a question did not earn the maximum.
 */

import { connectSqlEnv } from '../src/client/sqlenv-client.ts'
import type { SqlEnvClient } from '../src/client/sqlenv-client.ts'
import { BUILTIN_DATABASES } from '../src/datasets/builtin/databases.ts'
import { parseQuestionFile } from '../src/datasets/builtin/question-file.ts'
import { readSource } from '../src/datasets/builtin/source-files.ts'

/** The reward of a right ANSWER: the upper end of `validation.reward.range` in openenv.yaml. */
const REWARD_MAX = 1

type Task = { readonly questionId: string; readonly goldSql: string }

const client = await connectSqlEnv(process.argv[2] ?? 'http://127.0.0.1:8000')
const missed: string[] = []
const tasks = readTasks()
for (const task of tasks) {
  if ((await lastReward(client, task)) < REWARD_MAX) missed.push(task.questionId)
}
await client.close()
console.log(JSON.stringify({ questions: tasks.length, reward_max: REWARD_MAX, missed }))
process.exitCode = missed.length === 0 ? 0 : 1

function readTasks(): Task[] {
  return BUILTIN_DATABASES.flatMap(({ databaseId }) =>
    parseQuestionFile(readSource(databaseId, 'questions.sql')).map(({ number, goldSql }) => ({
      questionId: `${databaseId}_${number}`,
      goldSql,
    })),
  )
}

/** Runs gold, and answers with the result as the agent was shown it. */
async function lastReward(env: SqlEnvClient, { questionId, goldSql }: Task): Promise<number> {
  await env.reset({ question_id: questionId })
  const { observation } = await env.query(goldSql)
  const { reward } = await env.answer(observation.result)
  return reward ?? 0
}
