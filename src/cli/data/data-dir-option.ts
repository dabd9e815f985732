/** The options that every command of `sqlenv data` has. */

export const DATA_DIR_OPTION = {
  'data-dir': { type: 'string', default: process.env['SQLENV_DATA_DIR'] || './data' },
  help: { type: 'boolean', short: 'h', default: false },
} as const
