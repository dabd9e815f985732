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

/** A part of a text, in UTF-16 units as JavaScript counts them; `end` is the first one after it. */
export type Span = { readonly start: number; readonly end: number }

export type PlacedToken = Token & Span

/** What a token of each kind looks like where it begins; where none fits, it is a symbol. */
const PATTERNS = {
  blank: /[\s\0\uFEFF]+/uy,
  comment: /--[^\n]*|\/\*[^]*?(?:\*\/|$)/y,
  blob: /[xX]'[0-9a-fA-F]*'/y,
  string: /'(?:[^']|'')*(?:'|$)/y,
  quoted_name: /"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)/y,
  number: /0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y,
  word: /[\p{L}_\u0080-\uFFFF][\p{L}\p{N}_$\u0080-\uFFFF]*/uy,
  parameter: /[?@:#$][\p{L}\p{N}_$:]*/uy,
  symbol: /[^]/uy,
} as const satisfies Readonly<Record<TokenKind, RegExp>>

/** Every character of `sql` in order; nothing is dropped and nothing throws. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  for (let offset = 0; offset < sql.length;) {
    const token = tokenAt(sql, offset)
    tokens.push(token)
    offset += token.text.length
  }
  return tokens
}

/** As `tokenize`, for those who need only the first few. */
export function* eachToken(sql: string): Generator<Token> {
  for (let offset = 0; offset < sql.length;) {
    const token = tokenAt(sql, offset)
    offset += token.text.length
    yield token
  }
}

function tokenAt(sql: string, offset: number): Token {
  for (const kind of kindsAt(sql.charCodeAt(offset))) {
    const pattern = PATTERNS[kind]
    pattern.lastIndex = offset
    if (pattern.test(sql)) return { kind, text: sql.slice(offset, pattern.lastIndex) }
  }
  PATTERNS.symbol.lastIndex = offset
  PATTERNS.symbol.test(sql)
  return { kind: 'symbol', text: sql.slice(offset, PATTERNS.symbol.lastIndex) }
}

/** Which kinds a token may be of, the likeliest first, by the character that it begins with. */
function kindsAt(code: number): readonly TokenKind[] {
  return code < 0x80 ? (ASCII_KINDS[code] ?? []) : BEYOND_ASCII_KINDS
}

const BEYOND_ASCII_KINDS: readonly TokenKind[] = ['blank', 'word']

const ASCII_KINDS: readonly (readonly TokenKind[])[] = Array.from({ length: 0x80 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (/[\s\0]/.test(char)) return ['blank']
  if (/[xX]/.test(char)) return ['blob', 'word']
  if (/[A-Za-z_]/.test(char)) return ['word']
  if (/[\d.]/.test(char)) return ['number']
  if (char === "'") return ['string']
  if ('"`['.includes(char)) return ['quoted_name']
  if ('-/'.includes(char)) return ['comment']
  return '?@:#$'.includes(char) ? ['parameter'] : []
})

/** The tokens that SQLite acts on: no blanks, no comments. */
export function meaningfulTokens(sql: string): Token[] {
  return tokenize(sql).filter(({ kind }) => kind !== 'blank' && kind !== 'comment')
}

/** The same, each with its place in the SQL. */
export function placedTokens(sql: string): PlacedToken[] {
  const tokens: PlacedToken[] = []
  let start = 0
  for (const { kind, text } of tokenize(sql)) {
    const end = start + text.length
    if (kind !== 'blank' && kind !== 'comment') tokens.push({ kind, text, start, end })
    start = end
  }
  return tokens
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
