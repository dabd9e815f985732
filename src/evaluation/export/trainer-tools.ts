/**
 * The tools as TRL shows them to a model that plays with `SqlToolEnv`: made by transformers of the
 * docstrings in clients/python/trl.py. A test with TRL compares them.
 */

import { toActionType } from '../../episode/action.ts'

const parameters = (name: string, description: string) => ({
  type: 'object',
  properties: { [name]: { type: 'string', description } },
  required: [name] as const,
})

/** In TRL's order, which is that of the names. */
export const TRAINER_FUNCTIONS = [
  {
    name: 'answer',
    description: 'Answers the question, which ends the episode. There is only one try.',
    parameters: parameters(
      'value',
      'The answer: one value, a list with commas, or rows with | between the cells.',
    ),
    return: { type: 'string', description: 'Whether the answer was right.' },
  },
  {
    name: 'describe',
    description: "Shows a table's columns with their types and keys, and how many rows it has.",
    parameters: parameters('table_name', 'The name of the table.'),
    return: { type: 'string', description: "The table's columns, or what went wrong." },
  },
  {
    name: 'query',
    description: "Runs one SQL query that only reads (SQLite's dialect).",
    parameters: parameters('sql', 'The query, such as SELECT count(*) FROM singer.'),
    return: { type: 'string', description: 'The first rows of the result, or what went wrong.' },
  },
  {
    name: 'sample',
    description: 'Shows the first rows of a table.',
    parameters: parameters('table_name', 'The name of the table.'),
    return: { type: 'string', description: 'The rows, or what went wrong.' },
  },
] as const

/**
 * For a column of a data set, as text: where it is a list, `datasets` gives each tool the parameters
 * of all, filled with null, and a model then learns to call with them.
 */
export const TRAINER_TOOLS_TEXT = JSON.stringify(
  TRAINER_FUNCTIONS.map((one) => ({ type: 'function', function: one })),
)

export type TrainerCall = {
  readonly name: (typeof TRAINER_FUNCTIONS)[number]['name']
  /** The name of its one argument. */
  readonly parameter: string
}

/** @returns undefined for a word that is no action, which a model with tools cannot send */
export function trainerCallOf(actionType: string): TrainerCall | undefined {
  const wanted = toActionType(actionType)?.toLowerCase()
  const found = TRAINER_FUNCTIONS.find(({ name }) => name === wanted)
  return found && { name: found.name, parameter: found.parameters.required[0] }
}
