/** Reads `questions.sql`: what our own questions ask, and the SQL that answers each. */

export type WrittenQuestion = {
  /** Unique in the file, never given again: `007`. */
  readonly number: string
  readonly text: string
  /** Without its closing semicolon. */
  readonly goldSql: string
}

/**
 * Every question is a paragraph: `-- 007 How many …?` with more comment lines where the text is
 * long, then the SQL up to its semicolon. Lines that begin with `--!` are notes for whoever reviews
 * the file.
 * @throws {Error} naming the paragraph that reads otherwise, or the number that comes twice
 */
export function parseQuestionFile(sql: string): WrittenQuestion[] {
  const paragraphs = sql
    .split('\n')
    .filter((line) => !line.startsWith('--!'))
    .join('\n')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
  const questions = paragraphs.map(parseParagraph)
  const numbers = questions.map(({ number }) => number)
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
  if (twice !== undefined) throw new Error(`Expected one question ${twice}, got two`)
  return questions
}

const PARAGRAPH = /^-- (?<number>\d{3}) (?<text>\S.*(?:\n-- .+)*)\n(?<goldSql>(?!--)[^]+);$/

function parseParagraph(paragraph: string): WrittenQuestion {
  const groups = PARAGRAPH.exec(paragraph)?.groups
  if (groups === undefined) {
    throw new Error(`Expected "-- 001 Question?" and SQL up to a semicolon, got: ${paragraph}`)
  }
  const { number = '', text = '', goldSql = '' } = groups
  return { number, text: text.replaceAll('\n-- ', ' '), goldSql }
}
