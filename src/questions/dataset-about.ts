/** What people must be told about a data set: whose it is, and under which licence it travels. */

import * as v from 'valibot'

const NonEmptyText = v.pipe(v.string(), v.nonEmpty())

/** The JSON of `data/questions/<name>.about.json`; it lies beside `<name>.jsonl`. */
export const DatasetAboutSchema = v.strictObject({
  /** As `dataset` in the reset data names it, and the file names: `spider`. */
  name: v.pipe(v.string(), v.regex(/^\w[\w-]{0,99}$/)),
  title: NonEmptyText,
  /** An SPDX identifier. */
  license: NonEmptyText,
  /** Who made it, in the words that the licence asks to be kept. */
  attribution: NonEmptyText,
  homepage: v.pipe(v.string(), v.url()),
  /** What it was made from, and what was changed. */
  source: NonEmptyText,
})
export type DatasetAbout = v.InferOutput<typeof DatasetAboutSchema>

/** @throws {Error} with one line that names the first field that does not fit */
export function parseDatasetAbout(json: string): DatasetAbout {
  const result = v.safeParse(DatasetAboutSchema, JSON.parse(json))
  if (result.success) return result.output
  const [issue] = result.issues
  throw new Error(`${v.getDotPath(issue) ?? 'about'}: ${issue.message}`)
}

/** The whole file, in the order of the schema's fields and with a closing line break. */
export function formatDatasetAbout(about: DatasetAbout): string {
  return `${JSON.stringify(v.parse(DatasetAboutSchema, about), null, 2)}\n`
}
