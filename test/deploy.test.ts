/** Holds the manifests under deploy/ to what the server has. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'
import { parse } from 'yaml'

import { SettingsSchema, parseSettings } from '../src/adapters/node/config.ts'
import { createApp } from '../src/handlers/app.ts'
import { makeCompanyData } from './company-data.ts'
import { createNodeApp } from '../src/adapters/node/node-app.ts'

const FOLDER = join(import.meta.dirname, '..', 'deploy', 'kubernetes')

type Container = {
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly readinessProbe: { readonly httpGet: { readonly path: string } }
  readonly livenessProbe: { readonly httpGet: { readonly path: string } }
}
type Deployment = {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly Container[] } }
  }
}

function manifest(name: string): unknown {
  return parse(readFileSync(join(FOLDER, name), 'utf8'))
}

it('every manifest is YAML with a kind and a name', () => {
  for (const name of readdirSync(FOLDER)) {
    expect(manifest(name)).toMatchObject({ kind: expect.any(String), metadata: { name: 'sqlenv' } })
  }
})

it('the deployment sets settings that there are, and probes a route that answers', async () => {
  const deployment = manifest('deployment.yaml') as Deployment
  const [container] = deployment.spec.template.spec.containers
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]))
  expect(Object.keys(env).filter((name) => !(name in SettingsSchema.entries))).toEqual([])
  expect(parseSettings(env)).toMatchObject({ PORT: 8000 })

  const data = makeCompanyData()
  const nodeApp = createNodeApp({ dataDir: data.dataDir })
  const app = createApp(nodeApp.ports)
  for (const probe of [container?.readinessProbe, container?.livenessProbe]) {
    expect((await app.request(probe?.httpGet.path ?? '')).status).toBe(200)
  }
  await nodeApp.close()
  data.remove()
})
