/** OpenEnv's Task API: the questions of the default data set that can be drawn, split by split. */

import { Hono } from 'hono'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { GenericSchema, InferOutput } from 'valibot'

import { parseWire } from '../protocol/parse.ts'
import {
  SplitRequestSchema,
  TaskRangeRequestSchema,
  TaskRequestSchema,
  toWireTask,
} from '../protocol/tasks.ts'
import { playableQuestions } from '../questions/bank.ts'
import { SPLITS } from '../questions/question.ts'
import type { Question, Split } from '../questions/question.ts'
import { ENVIRONMENT_NAME } from './about.ts'
import type { AppPorts } from './ports.ts'
import { missingBody, readJsonObject, smallBody } from './request-body.ts'

/** Tasks in one reply; `num_tasks` tells how many there are. */
const TASKS_MAX = 1000

export const taskRoutes = (ports: AppPorts) => {
  const { bank } = ports
  const questionsOf = new Map<Split, readonly Question[]>(
    SPLITS.map((split) => [split, playableQuestions(bank.defaultDataset, split)]),
  )

  /** @throws {HTTPException} 404 that names the splits */
  function questionsIn(split: string): readonly Question[] {
    const questions = questionsOf.get(split as Split)
    if (questions !== undefined) return questions
    throw slip(404, `unknown split '${split.slice(0, 64)}': expected ${SPLITS.join(', ')}`)
  }

  function tasksFrom(questions: readonly Question[], start: number, stop: number) {
    const last = Math.min(stop, start + TASKS_MAX)
    return questions
      .slice(start, last)
      .map((question, offset) => toWireTask(question, start + offset))
  }

  return new Hono()
    .get('/list_environments', (c) => c.json([ENVIRONMENT_NAME]))
    .get('/:environment/splits', (c) => {
      requireEnvironment(c)
      return c.json(SPLITS.map((split) => ({ name: split, type: split })))
    })
    .post('/:environment/num_tasks', smallBody(ports), async (c) => {
      const { split } = await readRequest(c, SplitRequestSchema)
      return c.json({ num_tasks: questionsIn(split).length })
    })
    .post('/:environment/tasks', smallBody(ports), async (c) => {
      const { split } = await readRequest(c, SplitRequestSchema)
      const questions = questionsIn(split)
      const tasks = tasksFrom(questions, 0, questions.length)
      return c.json({ tasks, env_name: ENVIRONMENT_NAME })
    })
    .post('/:environment/task', smallBody(ports), async (c) => {
      const { split, index } = await readRequest(c, TaskRequestSchema)
      const question = questionsIn(split)[index]
      if (question === undefined) throw slip(400, 'Invalid task index')
      return c.json({ task: toWireTask(question, index) })
    })
    .post('/:environment/task_range', smallBody(ports), async (c) => {
      const { split, start, stop } = await readRequest(c, TaskRangeRequestSchema)
      const questions = questionsIn(split)
      const { length } = questions
      return c.json({
        tasks: tasksFrom(
          questions,
          positionOf(start ?? 0, length),
          positionOf(stop ?? length, length),
        ),
      })
    })
}

/** As in a Python slice: from the end where negative, and never outside. */
function positionOf(index: number, length: number): number {
  return Math.min(Math.max(index < 0 ? length + index : index, 0), length)
}

async function readRequest<S extends GenericSchema>(
  c: Context,
  schema: S,
): Promise<InferOutput<S>> {
  const body = await readJsonObject(c.req)
  if (body === undefined) throw missingBody()
  const request = parseWire(schema, body, ['body'])
  requireEnvironment(c)
  return request
}

/** @throws {HTTPException} 404 when the path names another environment */
function requireEnvironment(c: Context): void {
  const name = c.req.param('environment') ?? ''
  if (name.toLowerCase() === ENVIRONMENT_NAME) return
  throw slip(404, `unknown environment '${name.slice(0, 64)}'`)
}

function slip(status: 400 | 404, detail: string): HTTPException {
  return new HTTPException(status, { res: Response.json({ detail }, { status }) })
}
