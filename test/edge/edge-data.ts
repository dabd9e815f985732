/** The data that were built into the Worker, as a folder that the Node server can serve. */

import { join } from 'node:path'

export const EDGE_DATA_DIR = join(import.meta.dirname, '..', '..', 'dist', 'edge', 'data')

export const EDGE_QUESTIONS = join(EDGE_DATA_DIR, 'questions', 'builtin.jsonl')
