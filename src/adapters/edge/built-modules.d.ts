/** What `npm run build:edge` writes, by the name that wrangler.toml gives it. */
declare module 'sqlenv-edge-pack' {
  /** A `Pack`. */
  export const pack: unknown
  /** `SqliteModules` */
  export const modules: unknown
}
