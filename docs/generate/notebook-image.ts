/** Pictures that a notebook has drawn, as its executed copy keeps them. */

import { array, looseObject, object, optional, parse, string } from 'valibot'

const NotebookSchema = object({
  cells: array(
    looseObject({
      id: optional(string()),
      outputs: optional(
        array(looseObject({ data: optional(looseObject({ 'image/png': optional(string()) })) })),
      ),
    }),
  ),
})

/**
 * @param notebook - its JSON
 * @param cell - the id of the cell that has drawn it
 * @throws {Error} when that cell holds no image, or more than one
 */
export function notebookImage(notebook: string, cell: string): Buffer {
  const { cells } = parse(NotebookSchema, JSON.parse(notebook))
  const outputs = cells.find(({ id }) => id === cell)?.outputs ?? []
  const images = outputs.flatMap(({ data }) => data?.['image/png'] ?? [])
  const [image] = images
  if (image === undefined || images.length > 1) {
    throw new Error(`Expected cell ${cell} of the notebook to have one image, got ${images.length}`)
  }
  return Buffer.from(image, 'base64')
}
