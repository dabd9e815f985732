/** What a server says of itself and its data, as far as a trajectory keeps it. */

import * as v from 'valibot'

import { toSocketUrl } from '../../client/socket-url.ts'
import { SqlEnvError } from '../../client/sqlenv-error.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'

const TIMEOUT_MS = 10_000

export const EnvironmentSchema = v.strictObject({
  name: v.string(),
  version: v.string(),
  adapter: v.string(),
  sqlite_engine: v.string(),
  sqlite_version: v.string(),
})

const MetadataSchema = v.object({
  ...EnvironmentSchema.entries,
  default_dataset: v.string(),
  datasets: v.array(v.object({ name: v.string(), checksum: v.string() })),
})

export type EnvironmentFacts = {
  readonly environment: v.InferOutput<typeof EnvironmentSchema>
  readonly defaultDataset: string
  /** By the data set's name. */
  readonly checksums: Readonly<Record<string, string>>
}

/**
 * @param url - of the server, as `connectSqlEnv` takes it
 * @throws {SqlEnvError} CONNECT_FAILED; BAD_REPLY when it is no server of ours
 * @throws {TypeError} when `url` is none
 */
export async function fetchEnvironmentFacts(url: string): Promise<EnvironmentFacts> {
  const address = toSocketUrl(url).replace(/^ws/i, 'http').replace(/ws$/, 'metadata')
  const facts = parseEnvironmentFacts(await fetchJson(address))
  if (facts === undefined) {
    throw new SqlEnvError('BAD_REPLY', `${address} is not of a SQLEnv server`)
  }
  return facts
}

/** @param said - what `/metadata` answers @returns undefined when it is no server of ours */
export function parseEnvironmentFacts(said: unknown): EnvironmentFacts | undefined {
  const result = v.safeParse(MetadataSchema, said)
  if (!result.success) return undefined
  const { default_dataset: defaultDataset, datasets, ...environment } = result.output
  const checksums = Object.fromEntries(datasets.map(({ name, checksum }) => [name, checksum]))
  return { environment, defaultDataset, checksums }
}

/** @returns undefined when what is there is not JSON */
async function fetchJson(address: string): Promise<unknown> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (cause: unknown) => {
      throw new SqlEnvError('CONNECT_FAILED', `No answer from ${address}`, { cause })
    },
  )
  return response.json().catch(() => undefined)
}

/**
 * The data sets that a question may be of. A question that is named may be of any (decision 0002),
 * and replies do not say of which.
 */
export function datasetsOf(
  { checksums, defaultDataset }: EnvironmentFacts,
  { dataset, question_id: id, question_text: text }: WireResetData,
): Readonly<Record<string, string>> {
  const isNamed = typeof id === 'string' || typeof text === 'string'
  if (isNamed && typeof dataset !== 'string') return checksums
  const name = dataset ?? defaultDataset
  return { [name]: checksums[name] ?? '' }
}
