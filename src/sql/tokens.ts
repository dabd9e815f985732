/** Cuts SQL into SQLite's tokens: enough to tell words from quotes, never enough to judge a query. */

export type TokenKind =
  | 'blank'
  | 'comment'
  /** A keyword, or a name without quotes. */
  | 'word'
  /** `'text'`; unclosed to the end of the SQL where the quote never ends. */
  | 'string'
  /** `"name"`, `` `name` `` or `[name]`. */
  | 'quoted_name'
  /** `12`, `1.5e3`, `0xff`; without a sign, which is a symbol. */
  | 'number'
  /** `x'c0ffee'` */
  | 'blob'
  | 'parameter'
  | 'symbol'

export type Token = {
  readonly kind: TokenKind
  /** Exactly as it stands in the SQL: all tokens in a row give the SQL back. */
  readonly text: string
}

// The order decides: a blob is tried before a word, a number before a symbol.
const KINDS: readonly TokenKind[] = [
  'blank',
  'comment',
  'blob',
  'string',
  'quoted_name',
  'number',
  'word',
  'parameter',
  'symbol',
]

/** One group for each of `KINDS`, in their order. */
const TOKEN = new RegExp(
  [
    String.raw`([\s\0\uFEFF]+)`,
    String.raw`(--[^\n]*|/\*[^]*?(?:\*/|$))`,
    String.raw`([xX]'[0-9a-fA-F]*')`,
    String.raw`('(?:[^']|'')*(?:'|$))`,
    String.raw`("(?:[^"]|"")*(?:"|$)|${'`'}(?:[^${'`'}]|${'``'})*(?:${'`'}|$)|\[[^\]]*(?:\]|$))`,
    String.raw`(0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)`,
    String.raw`([\p{L}_\u0080-\uFFFF][\p{L}\p{N}_$\u0080-\uFFFF]*)`,
    String.raw`([?@:#$][\p{L}\p{N}_$:]*)`,
    String.raw`([^])`,
  ].join('|'),
  'uy',
)

/** Every character of `sql` in order; nothing is dropped and nothing throws. */
export function tokenize(sql: string): Token[] {
  return [...eachToken(sql)]
}

/** As `tokenize`, for those who need only the first few. */
export function* eachToken(sql: string): Generator<Token> {
  let offset = 0
  while (offset < sql.length) {
    // Others may use it between two tokens.
    TOKEN.lastIndex = offset
    const match = TOKEN.exec(sql)
    if (match === null) return
    const group = match.findIndex((text, index) => index > 0 && text !== undefined)
    offset += match[0].length
    yield { kind: KINDS[group - 1] ?? 'symbol', text: match[0] }
  }
}

/** The tokens that SQLite acts on: no blanks, no comments. */
export function meaningfulTokens(sql: string): Token[] {
  return tokenize(sql).filter(({ kind }) => kind !== 'blank' && kind !== 'comment')
}

/**
 * The SQL with what makes no difference taken away: case outside quotes, blanks, comments and
 * closing semicolons. Two texts with one normal form are one action.
 */
export function normalizeSql(sql: string): string {
  const tokens = meaningfulTokens(sql)
  const end = tokens.findLastIndex(({ text }) => text !== ';')
  return tokens
    .slice(0, end + 1)
    .map(({ kind, text }) => (isQuoted(kind) ? text : text.toLowerCase()))
    .join(' ')
}

function isQuoted(kind: TokenKind): boolean {
  return kind === 'string' || kind === 'quoted_name'
}
