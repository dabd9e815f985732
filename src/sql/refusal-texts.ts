/** What the agent reads when a statement is not let through. */

import type { RefusalReason } from './query.ts'

export const REFUSAL_TEXTS: Readonly<Record<RefusalReason, string>> = {
  empty: 'The query is empty. Write one SELECT statement.',
  pragma: 'PRAGMA is not allowed. Use DESCRIBE <table> to see columns, types and keys.',
  explain: 'EXPLAIN is not allowed. Write the SELECT statement itself.',
  many_statements: 'Only one statement at a time is allowed. Send each in a QUERY of its own.',
  not_reading: 'Only statements that read are allowed: SELECT, VALUES, or WITH … SELECT.',
  schema_table:
    "SQLite's own tables (sqlite_…) cannot be read. Use DESCRIBE <table> to see columns, types and keys.",
  table_function:
    'Of table-valued functions and virtual tables only json_each and json_tree can be read. Use DESCRIBE <table> to see columns, types and keys.',
  clock:
    "The current date and time cannot be read, so that every run gives the same result. Write the date as text, such as date('2024-01-31').",
  chance: 'random() and randomblob() are not allowed, so that every run gives the same result.',
}

/** Of a statement with `?` or `:name` in it, whatever the engine says of it. */
export const NO_VALUES_TEXT = 'parameters have no values here: write the values themselves'
