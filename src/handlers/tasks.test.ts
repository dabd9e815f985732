import { afterAll, beforeAll, expect, it } from 'vitest'

import { makeCompanyData } from '../../test/company-data.ts'
import type { CompanyData } from '../../test/company-data.ts'
import { createNodeApp } from '../adapters/node/node-app.ts'
import type { NodeApp } from '../adapters/node/node-app.ts'

let data: CompanyData
let nodeApp: NodeApp

beforeAll(() => {
  data = makeCompanyData()
  nodeApp = createNodeApp({ dataDir: data.dataDir, settings: { QUERY_PROCESSES: 1 } })
})
afterAll(async () => {
  await nodeApp.close()
  data.remove()
})

async function ask(path: string, body?: unknown) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await nodeApp.app.request(path, init)
  return { status: response.status, body: await response.json() }
}

it('lists what can be drawn, split by split', async () => {
  expect((await ask('/list_environments')).body).toEqual(['sql_env'])
  expect((await ask('/SQL_env/splits')).body).toEqual([
    { name: 'train', type: 'train' },
    { name: 'validation', type: 'validation' },
    { name: 'test', type: 'test' },
  ])
  expect((await ask('/sql_env/num_tasks', { split: 'train' })).body).toEqual({ num_tasks: 3 })
  expect((await ask('/sql_env/num_tasks', { split: 'validation' })).body).toEqual({ num_tasks: 0 })
})

it('shows a task without its gold, and a reset by its place plays it', async () => {
  const { body } = await ask('/sql_env/task', { split: 'train', index: 1 })
  const task = (body as { task: Record<string, unknown> }).task
  expect(Object.keys(task)).toEqual(['id', 'split', 'index', 'question', 'difficulty', 'group'])
  expect((await ask('/reset', { split: 'train', index: 1 })).body).toMatchObject({
    observation: { question: task['question'] },
    metadata: { question_id: task['id'], db_id: task['group'] },
  })
})

it.each([
  [{ start: 0, stop: 2 }, [0, 1]],
  [{ start: 1 }, [1, 2]],
  [{ start: null, stop: null }, [0, 1, 2]],
  [{ start: -1 }, [2]],
  [{ start: -99, stop: 99 }, [0, 1, 2]],
  [{ start: 2, stop: 1 }, []],
  [{ start: 7 }, []],
])('takes the range %j as Python takes a slice', async (range, indexes) => {
  const { body } = await ask('/sql_env/task_range', { split: 'train', ...range })
  expect((body as { tasks: { index: number }[] }).tasks.map(({ index }) => index)).toEqual(indexes)
})

it.each([
  ['/sql_env/task', { split: 'train', index: 3 }, 400, 'Invalid task index'],
  ['/sql_env/task', { split: 'train', index: -1 }, 400, 'Invalid task index'],
  ['/sql_env/task', { split: 'dev', index: 0 }, 404, "unknown split 'dev'"],
  ['/other_env/task', { split: 'train', index: 0 }, 404, "unknown environment 'other_env'"],
])('answers %s %j with %i: %s', async (path, request, status, detail) => {
  expect(await ask(path, request)).toMatchObject({
    status,
    body: { detail: expect.stringContaining(detail) },
  })
})

it.each([
  [{ index: 0 }, ['body', 'split']],
  [{ split: 'train', index: 1.5 }, ['body', 'index']],
  [{ split: 'train', index: '1' }, ['body', 'index']],
  [{ split: 'train', index: 0, more: 1 }, ['body', 'more']],
])('refuses %j and names the field', async (request, loc) => {
  expect(await ask('/sql_env/task', request)).toMatchObject({
    status: 422,
    body: { detail: [{ loc }] },
  })
})
