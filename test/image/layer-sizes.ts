/** How large the layers of an image are, as they are kept and as they travel. */

import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'

export type LayerSizes = {
  readonly bytes: number
  readonly gzippedBytes: number
  /** Of the layers that do not belong to the base. */
  readonly ownBytes: number
}

/**
 * @param layoutDir - an image in OCI's layout, layers gzipped
 * @param baseLayerCount - how many layers the base has
 */
export async function readLayerSizes(
  layoutDir: string,
  baseLayerCount: number,
): Promise<LayerSizes> {
  const layers = layersOf(layoutDir)
  let bytes = 0
  let ownBytes = 0
  for (const [index, { digest }] of layers.entries()) {
    const size = await unpackedBytes(blobPath(layoutDir, digest))
    bytes += size
    if (index >= baseLayerCount) ownBytes += size
  }
  const gzippedBytes = layers.reduce((sum, { size }) => sum + size, 0)
  return { bytes, gzippedBytes, ownBytes }
}

export function countLayers(layoutDir: string): number {
  return layersOf(layoutDir).length
}

type Blob = { readonly digest: string; readonly size: number }

function layersOf(layoutDir: string): readonly Blob[] {
  const { manifests } = readJson(join(layoutDir, 'index.json')) as {
    manifests: readonly Blob[]
  }
  const [manifest] = manifests
  if (manifest === undefined) throw new Error(`No image in ${layoutDir}`)
  return (readJson(blobPath(layoutDir, manifest.digest)) as { layers: readonly Blob[] }).layers
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function blobPath(layoutDir: string, digest: string): string {
  return join(layoutDir, 'blobs', ...digest.split(':'))
}

async function unpackedBytes(path: string): Promise<number> {
  let bytes = 0
  for await (const chunk of createReadStream(path).pipe(createGunzip())) {
    bytes += (chunk as Buffer).length
  }
  return bytes
}
