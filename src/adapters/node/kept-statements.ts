/** Prepared statements that are kept for the next time that somebody sends the same text. */

export type KeptStatements<Statement> = {
  /** Hands it over: nobody else gets it until it is kept again. */
  take(sql: string): Statement | undefined
  keep(sql: string, statement: Statement): void
}

/** Of one database: those used longest ago make room. */
const STATEMENTS_MAX = 64

/** A longer text is hardly sent twice. In UTF-16 units. */
const SQL_LENGTH_MAX = 4000

/** About 40 KB; a usual query has 35 instructions. */
const INSTRUCTIONS_MAX = 500

export function createKeptStatements<
  Statement extends { readonly instructionCount: number },
>(): KeptStatements<Statement> {
  // A Map keeps the order in which keys came: the first is the one kept longest ago.
  const statements = new Map<string, Statement>()
  return {
    take(sql) {
      const statement = statements.get(sql)
      if (statement !== undefined) statements.delete(sql)
      return statement
    },
    keep(sql, statement) {
      if (sql.length > SQL_LENGTH_MAX || statement.instructionCount > INSTRUCTIONS_MAX) return
      statements.set(sql, statement)
      const [oldest] = statements.keys()
      if (statements.size > STATEMENTS_MAX && oldest !== undefined) statements.delete(oldest)
    },
  }
}
