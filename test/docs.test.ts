/** Holds the documents to the code: what users are promised must be said, and said truly. */

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import {
  EdgeSettingsSchema,
  NODE_ONLY_SETTINGS,
  parseEdgeSettings,
} from '../src/adapters/edge/edge-settings.ts'
import { SettingsSchema, parseSettings } from '../src/adapters/node/config.ts'
import { LlmSettingsSchema, parseLlmSettings } from '../src/cli/eval/llm-settings.ts'
import { LLM_FAULT_CODES } from '../src/evaluation/policies/llm/endpoint-fault.ts'
import { OUTCOMES } from '../src/episode/episode.ts'
import { QUERY_CODES } from '../src/episode/reply.ts'
import { ERROR_CODES } from '../src/protocol/errors.ts'
import { EnvelopeSchema, MetadataSchema, StateSchema } from '../src/protocol/reply.ts'
import { ResetDataSchema } from '../src/protocol/reset-options.ts'
import { FLAGS } from '../src/questions/question.ts'
import {
  EXECUTION,
  NOVELTY_PER_EPISODE,
  PROGRESS_SCALE,
  REPETITION,
  REWARD_PROFILES,
  STEP_COST,
} from '../src/reward/profiles.ts'
import { REWARD_TERMS } from '../src/reward/terms.ts'
import { GRADINGS } from '../src/verify/grade-answer.ts'

const ROOT = join(import.meta.dirname, '..')

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

/** The cells of a Markdown table's row that begins with `name` in code marks. */
function row(text: string, name: string): string[] {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`| \`${name}\``)) ?? ''
  return line.split(/(?<!\\)\|/).map((cell) => cell.trim())
}

describe('docs/settings.md', () => {
  const text = read('docs/settings.md')
  type Defaults = Record<string, string | number | boolean | readonly string[] | undefined>
  const atEdge: Defaults = parseEdgeSettings({})
  const defaults: Defaults = { ...atEdge, ...parseSettings({}) }

  it.each(Object.keys(defaults))('has %s with its default', (name) => {
    const [, , byDefault] = row(text, name)
    expect(byDefault).toBeDefined()
    if (name === 'SQLENV_DATASETS' || name === 'QUERY_PROCESSES') return
    expect(byDefault).toBe((defaults[name] ?? '').toString())
  })

  it('has no setting that is not there', () => {
    const named = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name = '']) => name)
    const known = new Set([
      ...Object.keys(SettingsSchema.entries),
      ...Object.keys(EdgeSettingsSchema.entries),
    ])
    expect(named.toSorted()).toEqual([...known].sort())
  })

  it('says which settings mean something at the edge', () => {
    for (const name of Object.keys(defaults)) {
      const [, , , , edge = ''] = row(text, name)
      const isNodeOnly = NODE_ONLY_SETTINGS.some((only) => only === name)
      expect(edge === '–', name).toBe(isNodeOnly)
      if (edge === 'the same') expect(atEdge[name], name).toEqual(defaults[name])
    }
  })
})

describe('docs/evaluation.md', () => {
  const text = read('docs/evaluation.md')

  it.each([...Object.keys(LlmSettingsSchema.entries), ...LLM_FAULT_CODES])(
    'has a row for %s',
    (name) => {
      expect(row(text, name).length).toBeGreaterThan(2)
    },
  )

  it('has the defaults of a model’s variables', () => {
    const { baseUrl, timeoutMs, retriesMax } = parseLlmSettings({
      SQLENV_LLM_MODEL: 'm',
      OPENAI_API_KEY: 'k',
    })
    expect(row(text, 'OPENAI_BASE_URL')[2]).toBe(`\`${baseUrl}\``)
    expect(row(text, 'SQLENV_LLM_TIMEOUT_MS')[2]).toBe(String(timeoutMs))
    expect(row(text, 'SQLENV_LLM_RETRIES_MAX')[2]).toBe(String(retriesMax))
  })
})

describe('docs/protocol.md', () => {
  const text = read('docs/protocol.md')

  it.each([
    ...ERROR_CODES,
    ...Object.keys(ResetDataSchema.entries),
    ...Object.keys(EnvelopeSchema.entries),
    ...Object.keys(EnvelopeSchema.entries.observation.entries),
    ...Object.keys(MetadataSchema.entries),
  ])('has a row for %s', (name) => {
    expect(row(text, name).length).toBeGreaterThan(2)
  })

  it.each([...OUTCOMES, ...QUERY_CODES, ...GRADINGS, ...Object.keys(StateSchema.entries)])(
    'names %s',
    (name) => {
      expect(text).toContain(`\`${name}\``)
    },
  )
})

describe('docs/reward.md', () => {
  const text = read('docs/reward.md')
  const numbers = [...text.matchAll(/[+−-]?\d+\.\d+/g)].map(([digits]) =>
    Number(digits.replace('−', '-')),
  )

  it.each(REWARD_TERMS)('has a row for %s', (term) => {
    expect(row(text, term).length).toBeGreaterThan(3)
  })

  it.each<[string, number]>([
    ['execution', EXECUTION],
    ['novelty', NOVELTY_PER_EPISODE],
    ['repetition', REPETITION],
    ['step_cost', STEP_COST],
    ['progress', PROGRESS_SCALE],
  ])('says what %s is worth', (term, value) => {
    const cell = row(text, term)[2]?.replace('−', '-') ?? ''
    expect(Number.parseFloat(cell)).toBe(value)
  })

  it('has the clip of both profiles', () => {
    for (const { clip } of Object.values(REWARD_PROFILES)) {
      expect(numbers).toEqual(expect.arrayContaining([clip.min, clip.max]))
    }
  })
})

describe('docs/data.md', () => {
  const text = read('docs/data.md')

  it.each(FLAGS)('explains %s', (flag) => {
    expect(text).toContain(`\`${flag}\``)
  })
})

describe('every document', () => {
  const documents = [
    'README.md',
    'CHANGELOG.md',
    ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join('docs', file)),
  ]

  it.each(documents)('%s has no broken link', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(
      ([, link = '']) => link,
    )
    const broken = links.filter((link) => !existsSync(join(ROOT, dirname(file), link)))
    expect(broken).toEqual([])
  })

  it.each(documents)('%s has no line of prose over 120 characters', (file) => {
    const prose = read(file).replace(/```[^]*?```/g, '')
    const long = prose
      .split('\n')
      .filter((line) => line.length > 120 && !/^\||^<!--|https?:/.test(line))
    expect(long).toEqual([])
  })
})

describe('docs/README.md, the index', () => {
  const pages = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'))

  it.each(pages.filter((file) => file !== 'README.md'))(
    'has %s, which leads back to it',
    (file) => {
      expect(read('docs/README.md')).toContain(`](${file})`)
      expect(read(join('docs', file))).toContain('](README.md)')
    },
  )

  it('leads to a list of all decisions', () => {
    expect(read('docs/README.md')).toContain('](decisions/README.md)')
    const decisions = readdirSync(join(ROOT, 'docs', 'decisions')).filter((file) =>
      /^\d/.test(file),
    )
    const listed = [...read('docs/decisions/README.md').matchAll(/^- \[(\d{4})\]\(([^)]+)\)/gm)]
    expect(listed.map(([, , file]) => file)).toEqual(decisions.sort())
  })
})

it('README says of wrong queries what was measured', () => {
  const measured = read('docs/verification.md')
  for (const kind of ['slips', 'pinned answers']) {
    const pattern = new RegExp(`^- ${kind}: (\\d+) for (\\d+) \\(([\\d.]+) × fewer\\)`, 'm')
    const [, passed, of, times] = pattern.exec(measured) ?? []
    const said = `${Math.round(Number(times))} times (${passed} for ${of})`
    expect(read('README.md').replaceAll(/\s+/g, ' ')).toContain(said)
  }
})

it('README lists commands that package.json has', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = [...read('README.md').matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})
