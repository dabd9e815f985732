/** The recordings that are shipped with the page: a file of their own, loaded when it is needed. */

import * as v from 'valibot'

import { RecordingsSchema } from '../record/recording.ts'
import type { Recording } from '../record/recording.ts'

export async function loadRecordings(): Promise<readonly Recording[]> {
  const { default: recordings } = await import('../recordings/recordings.json')
  return v.parse(RecordingsSchema, recordings)
}
