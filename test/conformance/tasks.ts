/** The Task API: splits, counts and tasks, each of which a reset can play. */

import { beforeAll, describe, expect, it } from 'vitest'

import { questionIdOf, questionOf, resetOn } from './episode.ts'
import type { Suite } from './suite.ts'

type Task = {
  readonly id: string
  readonly split: string
  readonly index: number
  readonly question: string
}

const SPLITS = ['train', 'validation', 'test']

export function describeTasks({ wire }: Suite): void {
  describe('the Task API', () => {
    let base: string
    let trainCount: number

    beforeAll(async () => {
      const { json } = await wire.get('/list_environments')
      base = `/${String((json as string[])[0])}`
      trainCount = await countOf('train')
    })

    async function ask(method: string, body?: object | string) {
      return wire.post(`${base}/${method}`, body)
    }

    async function countOf(split: string): Promise<number> {
      const { status, json } = await ask('num_tasks', { split })
      expect({ status, json }).toEqual({ status: 200, json: { num_tasks: expect.any(Number) } })
      return (json as { num_tasks: number }).num_tasks
    }

    async function taskAt(split: string, index: number): Promise<Task> {
      const { status, json } = await ask('task', { split, index })
      expect(status).toBe(200)
      return (json as { task: Task }).task
    }

    async function rangeOf(split: string, range: object): Promise<readonly Task[]> {
      const { status, json } = await ask('task_range', { split, ...range })
      expect(status).toBe(200)
      return (json as { tasks: readonly Task[] }).tasks
    }

    it('names one environment, whatever the letter case', async () => {
      const { status, json } = await wire.get('/list_environments')
      expect({ status, json }).toEqual({ status: 200, json: [base.slice(1)] })
      expect((await wire.get(`${base.toUpperCase()}/splits`)).status).toBe(200)
    })

    it('has three splits, each of the type that its name says', async () => {
      const { status, json } = await wire.get(`${base}/splits`)
      const splits = SPLITS.map((name) => ({ name, type: name }))
      expect({ status, json }).toEqual({ status: 200, json: splits })
    })

    it.each(SPLITS)('lists as many tasks of %s as it counts, up to a thousand', async (split) => {
      const count = await countOf(split)
      const { status, json } = await ask('tasks', { split })
      expect(status).toBe(200)
      const { tasks, env_name } = json as { tasks: Task[]; env_name: string }
      expect(env_name).toBe(base.slice(1))
      expect(tasks).toHaveLength(Math.min(count, 1000))
      for (const [index, task] of tasks.entries()) expect(task).toMatchObject({ split, index })
      expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length)
    })

    it.each(SPLITS)(
      'has tasks of %s that a reset plays, by split and index or by id',
      async (split) => {
        const count = await countOf(split)
        const talk = await wire.openSocket('/ws')
        for (const index of new Set([0, Math.floor(count / 2), count - 1])) {
          const task = await taskAt(split, index)
          const byIndex = await resetOn(talk, { split, index })
          expect(questionIdOf(byIndex)).toBe(task.id)
          expect(questionOf(byIndex)).toBe(task.question)
          expect(await resetOn(talk, { question_id: task.id })).toEqual(byIndex)
          expect(task).toMatchObject({ split, index })
        }
      },
    )

    it('slices as OpenEnv does: start included, stop excluded, never too far', async () => {
      const all = await rangeOf('train', {})
      expect(await rangeOf('train', { start: null, stop: null })).toEqual(all)
      expect(await rangeOf('train', { start: 1, stop: 3 })).toEqual(all.slice(1, 3))
      expect(await rangeOf('train', { stop: 2 })).toEqual(all.slice(0, 2))
      expect(await rangeOf('train', { start: trainCount })).toEqual([])
      expect(await rangeOf('train', { start: 3, stop: 1 })).toEqual([])
      const last = await rangeOf('train', { start: trainCount - 1, stop: trainCount + 10 })
      expect(last).toEqual([await taskAt('train', trainCount - 1)])
    })

    it('answers 400 to an index that is out of range', async () => {
      for (const index of [trainCount, trainCount + 1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
        const { status, json } = await ask('task', { split: 'train', index })
        expect({ status, json }).toEqual({ status: 400, json: { detail: 'Invalid task index' } })
      }
    })

    it('takes no index before the first', async () => {
      // OpenEnv leaves it to the environment: a Python list counts it from the end.
      expect((await ask('task', { split: 'train', index: -trainCount - 1 })).status).toBe(400)
    })

    it.each(['num_tasks', 'tasks', 'task', 'task_range'])(
      'tells a client that a split is unknown: %s',
      async (method) => {
        for (const split of ['holdout', '', 'TRAIN', '__proto__', '../train']) {
          const { status, json } = await ask(method, {
            split,
            ...(method === 'task' && { index: 0 }),
          })
          expect(status).toBeGreaterThanOrEqual(400)
          expect(status).toBeLessThan(500)
          expect(json).toMatchObject({ detail: expect.anything() })
        }
      },
    )

    it.each(['nope', 'constructor', '__proto__', 'sql_env2'])(
      'answers 404 to another environment: %s',
      async (name) => {
        const detail = { detail: expect.stringMatching(/^unknown environment/) }
        expect(await wire.get(`/${name}/splits`)).toMatchObject({ status: 404, json: detail })
        const reply = await wire.post(`/${name}/num_tasks`, { split: 'train' })
        expect(reply).toMatchObject({ status: 404, json: detail })
      },
    )

    it.each([
      ['num_tasks', {}, ['body', 'split']],
      ['num_tasks', { split: 5 }, ['body', 'split']],
      ['tasks', { split: 'train', more: 1 }, ['body', 'more']],
      ['task', { split: 'train' }, ['body', 'index']],
      ['task', { split: 'train', index: 1.5 }, ['body', 'index']],
      ['task', { split: 'train', index: null }, ['body', 'index']],
      ['task', { split: 'train', index: [0] }, ['body', 'index']],
      ['task_range', { split: 'train', start: 'first' }, ['body', 'start']],
      ['task_range', { split: 'train', stop: 0.5 }, ['body', 'stop']],
    ])('answers 422 to a malformed request: %s %j', async (method, body, loc) => {
      const { status, json } = await ask(method, body)
      expect(status).toBe(422)
      expect(json).toMatchObject({ detail: [{ loc, msg: expect.any(String) }] })
    })

    it.each(['', '{', '[]', 'null'])('answers 422 to a body that is none: %j', async (body) => {
      expect((await ask('num_tasks', body)).status).toBe(422)
    })

    it('answers 405 to the other method', async () => {
      expect((await wire.get(`${base}/num_tasks`)).status).toBe(405)
      expect((await wire.post(`${base}/splits`, {})).status).toBe(405)
    })
  })
}
