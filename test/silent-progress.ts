/** For imports that nobody watches. */

import type { ByteProgress, ImportProgress } from '../src/datasets/import-progress.ts'

export const silently: ImportProgress = { begin() {}, judged() {}, databaseDone() {}, end() {} }

export const silentBytes: ByteProgress = { begin() {}, advance() {}, end() {} }
