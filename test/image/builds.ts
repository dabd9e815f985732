/** What is built, and what the checks learn of it. */

import type { ImageConfig } from './image-store.ts'
import type { LayerSizes } from './layer-sizes.ts'

export type Build = {
  readonly exitCode: number
  /** What building printed. */
  readonly output: string
  readonly seconds: number
  /** Absent when the build failed. */
  readonly image?: BuiltImage
}

export type BuiltImage = {
  readonly config: ImageConfig
  /** The files of the image. */
  readonly root: string
  readonly sizes: LayerSizes
}

/** By what they are built for. */
export type Builds = {
  /** The repository on a base with Node, with Spider. */
  readonly whole: Build
  /** The Space's folder by `server/Dockerfile`, on a base without Node, built-in data only. */
  readonly space: Build
  /** From an address where one file is another one. */
  readonly wrongFile: Build
}

/** The name of the variable with the path of the file in which the builds are told. */
export const BUILDS_VARIABLE = 'SQLENV_IMAGE_BUILDS'
