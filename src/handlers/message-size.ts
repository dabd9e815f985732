/** How large a message of a client may be: a body, or a frame of a socket. */

import type { EpisodeLimits } from '../episode/limits.ts'

/** What JSON of it may become in memory, for each session that sends one, is a few times as much. */
const MESSAGE_BYTES_BY_DEFAULT = 1024 * 1024

/** Each byte of an argument may be written as `\u0041`. */
const BYTES_PER_ARGUMENT_BYTE = 6

/** For what stands around an argument. */
const BYTES_BESIDE_ARGUMENT = 64 * 1024

/**
 * An argument that is too long for a step but not for a message costs its step like any slip.
 * @returns bytes; a larger body is 413, a larger frame closes its socket with 1009
 */
export function messageBytesMax({ argumentBytesMax }: EpisodeLimits): number {
  const needed = argumentBytesMax * BYTES_PER_ARGUMENT_BYTE + BYTES_BESIDE_ARGUMENT
  return Math.max(MESSAGE_BYTES_BY_DEFAULT, needed)
}
