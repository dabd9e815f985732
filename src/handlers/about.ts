/** GET /health, /metadata, /schema, /openapi.json: what this server is and speaks. */

import { Hono } from 'hono'

import { playableQuestions } from '../questions/bank.ts'
import type { QuestionBank } from '../questions/bank.ts'
import { SPLITS } from '../questions/question.ts'
import { ACTION_JSON_SCHEMA, OBSERVATION_JSON_SCHEMA, STATE_JSON_SCHEMA } from './json-schemas.ts'
import { openApiDocument } from './openapi.ts'
import type { AppPorts, DatasetFacts } from './ports.ts'

export const ENVIRONMENT_NAME = 'sql_env'

export const DESCRIPTION =
  'Explore a hidden SQL database with DESCRIBE, SAMPLE and QUERY, then ANSWER a question about it.'

export const aboutRoutes = (ports: AppPorts) => {
  const metadata = metadataOf(ports)
  const openApi = openApiDocument(ports)
  const schema = {
    action: ACTION_JSON_SCHEMA,
    observation: OBSERVATION_JSON_SCHEMA,
    state: STATE_JSON_SCHEMA,
    reset_observation: OBSERVATION_JSON_SCHEMA,
  }
  return new Hono()
    .get('/health', (c) => c.json({ status: 'healthy' }))
    .get('/metadata', (c) => c.json(metadata))
    .get('/schema', (c) => c.json(schema))
    .get('/openapi.json', (c) => c.json(openApi))
}

/** What /metadata and /web/metadata answer. */
export function metadataOf({ about, bank }: AppPorts) {
  return {
    name: ENVIRONMENT_NAME,
    description: DESCRIPTION,
    readme_content: about.readme,
    version: about.version,
    author: 'The SQLEnv authors',
    documentation_url: null,
    adapter: about.adapter,
    sqlite_engine: about.sqliteEngine,
    sqlite_version: about.sqliteVersion,
    default_dataset: bank.defaultDataset.name,
    datasets: about.datasets.map((facts) => datasetOf(facts, bank)),
  }
}

function datasetOf(facts: DatasetFacts, bank: QuestionBank) {
  const dataset = bank.datasets.find(({ name }) => name === facts.name)
  const questions = dataset?.questions ?? []
  const playable = dataset === undefined ? [] : playableQuestions(dataset)
  const countIn = (split: string) => playable.filter((question) => question.split === split).length
  return {
    name: facts.name,
    title: facts.title,
    license: facts.license,
    attribution: facts.attribution,
    homepage: facts.homepage,
    source: facts.source,
    checksum: facts.checksum,
    databases: new Set(questions.map(({ databaseId }) => databaseId)).size,
    questions: questions.length,
    playable_questions: Object.fromEntries(SPLITS.map((split) => [split, countIn(split)])),
  }
}
