/** Where a browser on this machine finds the page of a server that listens. */

/** Every address of the machine, of which a browser takes none. */
const ALL = new Set(['0.0.0.0', '::', ''])

/** @param host - as HOST has it */
export function pageUrl(host: string, port: number): string {
  const name = ALL.has(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}/web/`
}
