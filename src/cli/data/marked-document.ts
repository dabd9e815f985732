/** A document with places for what commands print. */

import { readFile } from 'node:fs/promises'

import { withGenerated } from '../../datasets/import-markdown.ts'
import { SourceError } from '../../datasets/source-error.ts'

/** @throws {SourceError} where the document lacks the place of one of the names */
export async function readMarkedDocument(path: string, names: readonly string[]): Promise<string> {
  const document = await readFile(path, 'utf8')
  const missing = names.find((name) => withGenerated(document, name, '') === undefined)
  if (missing === undefined) return document
  throw new SourceError(`${path} has no marks <!-- begin generated: ${missing} --> and … end …`)
}
