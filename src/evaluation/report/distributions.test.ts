import { expect, it } from 'vitest'

import type { PlayedEpisode } from '../runner/play-episode.ts'
import { rewardDistribution, stepDistribution, successBySteps } from './distributions.ts'

function played(reward: number, stepCount: number, hasCrashed = false): PlayedEpisode {
  return {
    policy: 'random',
    place: 0,
    question: null,
    outcome: hasCrashed ? null : reward >= 1 ? 'solved' : 'wrong',
    reward,
    stepCount,
    fault: hasCrashed ? { code: 'EXECUTION_ERROR', message: '' } : null,
  }
}

const EPISODES = new Map([
  ['random', [played(-0.05, 2), played(0.1, 4), played(1.02, 4), played(9, 90, true)]],
])

it('counts rewards in tenths, an edge with what is above it', () => {
  const { labels, counts } = rewardDistribution(EPISODES)
  expect(labels[0]).toBe('-0.1 to 0.0')
  expect(labels.at(-1)).toBe('1.0 to 1.1')
  expect(counts.get('random')).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
})

it('counts steps without a gap, and leaves out what crashed', () => {
  const { labels, counts } = stepDistribution(EPISODES)
  expect(labels).toEqual(['2', '3', '4'])
  expect(counts.get('random')).toEqual([1, 0, 2])
})

it('gives the share solved for each number of steps', () => {
  expect(successBySteps(EPISODES)).toMatchObject([
    { group: '2 steps', count: 0, total: 1 },
    { group: '4 steps', count: 1, total: 2 },
  ])
})

it('is empty where nothing was played', () => {
  expect(rewardDistribution(new Map([['random', []]])).labels).toEqual([])
})
