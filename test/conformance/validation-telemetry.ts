/** `validation_open` and `validation_read`: for who holds the token, and nothing to learn for others. */

import { describe, expect, it } from 'vitest'

import { SEED, envelopeOf, firstTableOf, resetOn, stepFrame } from './episode.ts'
import { createMcpSession } from './json-rpc.ts'
import type { Suite } from './suite.ts'
import type { Talk } from './talk.ts'

type Node = {
  readonly name: string
  readonly children: readonly string[]
  readonly aggregation: string
  readonly config: { readonly weights?: readonly number[] }
  readonly score: number
}

type Telemetry = {
  readonly seed: unknown
  readonly rubric: readonly Node[]
  readonly attribution: readonly { readonly step_index: number; readonly rubric: readonly Node[] }[]
  readonly trajectory: { readonly records: readonly Exchange[]; readonly complete: boolean }
}

type Exchange = {
  readonly operation: string
  readonly request: unknown
  readonly response: unknown
}

export function describeValidationTelemetry({ wire, mode, validationToken }: Suite): void {
  const open = (token: unknown) => ({ type: 'validation_open', data: { schema_version: 1, token } })
  const read = (capability: unknown) => ({
    type: 'validation_read',
    data: { schema_version: 1, capability },
  })
  const goodToken = validationToken ?? ''
  const forged = (length: number) => (goodToken.startsWith('x') ? 'y' : 'x').repeat(length)
  const hasTelemetry = validationToken !== undefined && mode === 'simulation'

  async function opened(): Promise<{ talk: Talk; telemetry: () => Promise<Telemetry> }> {
    const talk = await wire.openSocket('/ws')
    const reply = await talk.ask(open(goodToken))
    expect(reply).toMatchObject({
      type: 'validation_open',
      data: { schema_version: 1, capability: expect.stringMatching(/./) },
    })
    const { capability } = (reply as { data: { capability: string } }).data
    return {
      talk,
      async telemetry() {
        const frame = await talk.ask(read(capability))
        expect(frame).toMatchObject({ type: 'validation', data: { schema_version: 1 } })
        return (frame as { data: Telemetry }).data
      },
    }
  }

  async function refusalOf(talk: Talk, frame: object): Promise<string> {
    talk.send(frame)
    const text = await talk.nextText()
    expect(JSON.parse(text)).toEqual({
      type: 'error',
      data: { code: 'VALIDATION_ERROR', message: expect.any(String) },
    })
    return text
  }

  describe.runIf(!hasTelemetry)('validation messages without a token, or in production', () => {
    it('give nothing, and the socket goes on', async () => {
      const talk = await wire.openSocket('/ws')
      for (const frame of [open(forged(32)), open(goodToken), read('x')]) {
        const reply = await talk.ask(frame)
        expect(reply).toMatchObject({ type: 'error', data: { code: expect.any(String) } })
      }
      await resetOn(talk)
    })
  })

  describe.runIf(hasTelemetry)('validation messages', () => {
    it('are refused with one fixed text, whatever is wrong', async () => {
      const wrong = [
        open(`${goodToken}x`),
        open(goodToken.slice(0, -1)),
        open(forged(goodToken.length)),
        open(forged(32)),
        open('short'),
        open(''),
        open(forged(257)),
        open(null),
        open(5),
        open([goodToken]),
        { type: 'validation_open' },
        { type: 'validation_open', data: null },
        { type: 'validation_open', data: { token: goodToken } },
        { type: 'validation_open', data: { schema_version: 2, token: goodToken } },
        { type: 'validation_open', data: { schema_version: 1, token: goodToken, more: 1 } },
        { ...open(goodToken), more: 1 },
        read('forged'),
        read(goodToken),
        read(null),
        { type: 'validation_read' },
      ]
      const refusals = new Set<string>()
      for (const frame of wrong) {
        const talk = await wire.openSocket('/ws')
        refusals.add(await refusalOf(talk, frame))
        await resetOn(talk)
        await talk.close()
      }
      expect([...refusals]).toHaveLength(1)
      expect([...refusals].join()).not.toContain(goodToken)
    })

    it('are refused on a socket that has asked for something else before', async () => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk)
      await refusalOf(talk, open(goodToken))
    })

    it('are refused a second time on the same socket', async () => {
      const { talk } = await opened()
      await refusalOf(talk, open(goodToken))
    })

    it('are refused on a socket that does not own its environment', async () => {
      const sessionId = await createMcpSession(wire)
      const talk = await wire.openSocket(`/ws?session_id=${sessionId}`)
      await refusalOf(talk, open(goodToken))
    })

    it('take no capability of another socket', async () => {
      const one = await wire.openSocket('/ws')
      const reply = (await one.ask(open(goodToken))) as { data: { capability: string } }
      const { talk: other } = await opened()
      await refusalOf(other, read(reply.data.capability))
    })

    it('show every exchange as it went over the wire', async () => {
      const { talk, telemetry } = await opened()
      const frames = [
        { type: 'reset', data: { seed: SEED, episode_id: 'probe' } },
        { type: 'state' },
        stepFrame('QUERY', 'SELECT 1'),
        { type: 'state' },
        stepFrame('ANSWER', ''),
      ]
      const records = []
      for (const request of frames) {
        records.push({
          operation: operationOf(request),
          request,
          response: await talk.ask(request),
        })
      }
      expect((await telemetry()).trajectory).toEqual({
        schema_version: 1,
        source: 'openenv-server',
        records: records.map((record) => expect.objectContaining(record)),
        complete: true,
        reason: null,
      })
    })

    it.each([SEED, SEED + 1])('show that the seed %i reached the reset', async (seed) => {
      const { talk, telemetry } = await opened()
      await resetOn(talk, { seed })
      expect((await telemetry()).seed).toEqual({ requested: true, value: seed, accepted: true })
    })

    it('show no seed where none was asked for', async () => {
      const { talk, telemetry } = await opened()
      await resetOn(talk, {})
      expect((await telemetry()).seed).toBeNull()
    })

    it('show what each reward is made of: the root is the reward, and its children add up', async () => {
      const { talk, telemetry } = await opened()
      const table = firstTableOf(await resetOn(talk))
      const rewards: unknown[] = []
      for (const [word, argument] of [
        ['DESCRIBE', table],
        ['DESCRIBE', table],
        ['ANSWER', 'no such answer'],
      ] as const) {
        rewards.push(envelopeOf(await talk.ask(stepFrame(word, argument))).reward)
      }
      const { attribution, rubric } = await telemetry()
      expect(attribution.map(({ step_index }) => step_index)).toEqual([0, 1, 2])
      for (const [index, { rubric: nodes }] of attribution.entries()) {
        const [root, ...leaves] = nodes
        expect(root).toMatchObject({ name: 'root', score: rewards[index] })
        expect(root?.children).toEqual(leaves.map(({ name }) => name))
        const weights = root?.config.weights ?? []
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6)
        const sum = leaves.reduce((total, { score }, at) => total + score * (weights[at] ?? 0), 0)
        expect(sum).toBeCloseTo(Number(rewards[index]), 9)
        expect(nodes.map(shapeOf)).toEqual(rubric.map(shapeOf))
      }
      expect(rubric).toEqual(attribution.at(-1)?.rubric)
    })

    it('keep a bounded record, and say that it is not whole', async () => {
      const { talk, telemetry } = await opened()
      await resetOn(talk)
      for (let count = 0; count < 210; count += 1) await talk.ask({ type: 'state' })
      const { trajectory } = await telemetry()
      expect(trajectory).toMatchObject({ complete: false, reason: expect.any(String) })
      expect(trajectory.records.length).toBeLessThanOrEqual(202)
    })
  })
}

/** What must be the same for every step. */
function shapeOf({ name, children, aggregation, config }: Node) {
  return { name, children, aggregation, config }
}

function operationOf(frame: object): unknown {
  return (frame as { type: string }).type
}
