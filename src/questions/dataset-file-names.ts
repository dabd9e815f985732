/** Which files of `data/questions/` are data sets. */

/** @returns the data set whose questions the file holds; `undefined` for files beside them */
export function datasetOfFile(fileName: string): string | undefined {
  if (!fileName.endsWith('.jsonl') || fileName.endsWith('.siblings.jsonl')) return undefined
  return fileName.slice(0, -'.jsonl'.length)
}
