/** Where the data are, and help: the options of every command that reads or writes data. */

export const DATA_DIR_OPTION = {
  'data-dir': { type: 'string', default: dataDirIn(process.env) },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Where the data are unless an option says so. */
export function dataDirIn(environment: Readonly<Record<string, string | undefined>>): string {
  return environment['SQLENV_DATA_DIR'] || './data'
}
