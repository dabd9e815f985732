/** The page under /web, the episode that its visitors share, and the socket that shows it. */

import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

import { ChoicesSchema } from '../../src/protocol/choices.ts'
import { SEED, action, expectEnvelope, firstTableOf } from './episode.ts'
import type { Envelope } from './episode.ts'
import type { Suite } from './suite.ts'

type Update = {
  readonly episode_state: {
    readonly action_logs: readonly Readonly<Record<string, unknown>>[]
  } & Readonly<Record<string, unknown>>
}

export function describeWeb({ wire, hasWeb }: Suite): void {
  describe.runIf(!hasWeb)('a server without the page', () => {
    it.each(['/', '/web', '/web/', '/web/state'])('answers 404 to GET %s', async (path) => {
      expect((await wire.get(path)).status).toBe(404)
    })

    it('answers 404 to POST /web/reset', async () => {
      expect((await wire.post('/web/reset')).status).toBe(404)
    })
  })

  describe.runIf(hasWeb)('the page', () => {
    it('answers 409 to a question for the state before the first reset', async () => {
      const { status, json } = await wire.get('/web/state')
      // Somebody may have played already on a server that is not ours alone.
      if (status === 200) return
      expect({ status, json }).toEqual({ status: 409, json: { detail: expect.any(String) } })
    })

    it.each(['/', '/web'])('is where %s leads, by a relative address', async (path) => {
      const { status, headers } = await wire.get(path)
      expect(status).toBe(307)
      expect(headers.get('location')).toBe('/web/')
    })

    it('is HTML', async () => {
      const { status, headers, text } = await wire.get('/web/')
      expect(status).toBe(200)
      expect(headers.get('content-type')).toMatch(/^text\/html/)
      expect(text).toMatch(/^<!doctype html>/i)
    })

    it('has the metadata of the environment', async () => {
      const { status, json } = await wire.get('/web/metadata')
      expect(status).toBe(200)
      expect(json).toMatchObject({ name: expect.any(String), description: expect.any(String) })
    })

    it('says what it offers to play, and no question of it', async () => {
      const { status, json, text } = await wire.get('/web/choices')
      expect(status).toBe(200)
      const { groups, datasets, mode } = v.parse(ChoicesSchema, json)
      expect(['simulation', 'production']).toContain(mode)
      expect(datasets.map(({ name }) => name)).toEqual(
        expect.arrayContaining(groups.map(({ dataset }) => dataset)),
      )
      const task = await wire.post('/sql_env/task', { split: groups[0]?.split, index: 0 })
      const { question } = (task.json as { task: { question: string } }).task
      expect(text).not.toContain(question)
    })

    it('plays one episode, which its state shows', async () => {
      const reset = await wire.post('/web/reset')
      expect(reset.status).toBe(200)
      expectEnvelope(reset.json)
      const again = await wire.post('/web/reset', {
        seed: SEED,
        episode_id: 'page',
        no_such_key: 1,
      })
      expectEnvelope(again.json)
      const describeIt = { action: action('DESCRIBE', firstTableOf(again.json as Envelope)) }
      const step = await wire.post('/web/step', describeIt)
      expect(step.status).toBe(200)
      expectEnvelope(step.json)
      expect(step.json).toMatchObject({ observation: { step_count: 1, error: '' }, done: false })
      expect(await wire.get('/web/state')).toMatchObject({
        status: 200,
        json: { episode_id: 'page', step_count: 1 },
      })
    })

    it.each(['', '{', '[]', '{}', '{"action":{}}', '{"action":[]}', '{"message":5}'])(
      'answers 422 to a malformed step: %j',
      async (body) => {
        expect((await wire.post('/web/step', body)).status).toBe(422)
      },
    )

    it('answers 422 to a malformed reset, and the episode goes on', async () => {
      const { text } = await wire.get('/web/state')
      expect((await wire.post('/web/reset', '[]')).status).toBe(422)
      expect((await wire.post('/web/reset', { seed: -1 })).status).toBe(422)
      expect((await wire.get('/web/state')).text).toBe(text)
    })
  })

  describe.runIf(hasWeb)('the socket /ws/ui', () => {
    it('is shown the episode at once, and every change of it', async () => {
      await wire.post('/web/reset', { seed: SEED })
      const talk = await wire.openSocket('/ws/ui')
      expect(await talk.next()).toMatchObject({
        type: 'state_update',
        episode_state: { step_count: 0, action_logs: [], is_reset: true },
      })
      talk.send('anything')
      await talk.expectSilence()
      const step = await wire.post('/web/step', { action: action('QUERY', 'SELECT 1') })
      const { observation, reward, done } = step.json as Envelope
      const { episode_state } = (await talk.next()) as Update
      expect(episode_state).toMatchObject({
        step_count: 1,
        current_observation: observation,
        is_reset: false,
      })
      expect(episode_state.action_logs).toEqual([
        {
          timestamp: expect.any(String),
          action: action('QUERY', 'SELECT 1'),
          observation,
          reward,
          done,
          step_count: 1,
        },
      ])
      await wire.post('/web/reset', { seed: SEED })
      expect(await talk.next()).toMatchObject({
        episode_state: { step_count: 0, action_logs: [], is_reset: true },
      })
    })

    it('is not bothered by what is refused', async () => {
      await wire.post('/web/reset', { seed: SEED })
      const talk = await wire.openSocket('/ws/ui')
      await talk.next()
      await wire.post('/web/step', { action: {} })
      await talk.expectSilence()
    })
  })
}
