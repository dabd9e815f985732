import { expect, it } from 'vitest'

import { summarizeProfile } from './cpu-profile.ts'

const node = (
  id: number,
  functionName: string,
  url = '',
  lineNumber = 0,
  children: readonly number[] = [],
) => ({ id, callFrame: { functionName, url, lineNumber }, children })

it('shares out the time that was not idle, by function and by place', () => {
  const summary = summarizeProfile({
    nodes: [
      node(1, '(idle)'),
      node(2, '(garbage collector)'),
      node(3, 'send', 'file:///x/node_modules/ws/lib/sender.js', 319),
      node(4, '', 'file:///x/src/adapters/node/query-pool/query-pool.ts', 9),
      node(5, 'settleStep', 'file:///x/src/episode/step.ts', 49),
    ],
    samples: [1, 2, 3, 3, 4, 5],
    timeDeltas: [500_000, 100_000, 200_000, 100_000, 50_000, 50_000],
  })
  expect(summary.idleSeconds).toBe(0.5)
  expect(summary.busySeconds).toBe(0.5)
  expect(summary.functions).toEqual([
    { name: 'send ws/lib/sender.js:320', share: 0.6 },
    { name: '(garbage collector)', share: 0.2 },
    { name: '(anonymous) src/adapters/node/query-pool/query-pool.ts:10', share: 0.1 },
    { name: 'settleStep src/episode/step.ts:50', share: 0.1 },
  ])
  expect(summary.places.map(({ name }) => name)).toEqual([
    'ws',
    '(garbage collector)',
    'src/adapters/node',
    'src/episode',
  ])
})

it('counts for a caller what it called, once where it called itself', () => {
  const { callers } = summarizeProfile({
    nodes: [
      node(1, 'step', 'file:///x/src/episode/step.ts', 0, [2, 4]),
      node(2, 'grade', 'file:///x/src/verify/grade.ts', 0, [3]),
      node(3, 'grade', 'file:///x/src/verify/grade.ts', 0),
      node(4, 'writev'),
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [100, 100, 200, 600],
  })
  expect(callers).toEqual([
    { name: 'step src/episode/step.ts:1', share: 1 },
    { name: 'grade src/verify/grade.ts:1', share: 0.3 },
  ])
})
