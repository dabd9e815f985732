/** Why the Space cannot be laid out, told in one line that names the file. */
export class SpaceError extends Error {
  override readonly name = 'SpaceError'
}
