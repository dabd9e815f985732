/**
 * How other graders were fooled, or wronged an honest agent, as episodes on the shop: what each must
 * come to here. The ids are those of the list that docs/verification.md explains.
 */

import type { Grading } from '../../../verify/grade-answer.ts'
import { CORPUS_GOLDS } from './corpus-shop.ts'
import type { CorpusQuestion } from './corpus-shop.ts'

export type FailureId = `${'V' | 'N'}${number}`

/** One episode: some queries, and an answer. */
export type FailureTry = {
  readonly id: FailureId
  /** Present tense, what holds. */
  readonly title: string
  readonly question: CorpusQuestion
  readonly queries: readonly string[]
  readonly answer: string
  /** Whether the episode has to end as solved. */
  readonly isRight: boolean
  /** Under which it is played. */
  readonly gradings: readonly Grading[]
}

const BOTH: readonly Grading[] = ['strict', 'evidence']

type Case = {
  readonly title: string
  readonly question: CorpusQuestion
  /** Gold, as an honest agent asks it, where absent. */
  readonly queries?: readonly string[]
  readonly gradings?: readonly Grading[]
}

/** Answers that must not be taken. */
function wrong(id: FailureId, of: Case, ...answers: readonly string[]): FailureTry[] {
  return answers.map((answer) => toTry(id, of, answer, false))
}

/** Answers that must be taken. */
function right(id: FailureId, of: Case, ...answers: readonly string[]): FailureTry[] {
  return answers.map((answer) => toTry(id, of, answer, true))
}

function toTry(id: FailureId, of: Case, answer: string, isRight: boolean): FailureTry {
  const { title, question, queries = [CORPUS_GOLDS[question]], gradings = BOTH } = of
  return { id, title, question, queries, answer, isRight, gradings }
}

/** Each of the queries makes an episode of its own. */
function byLuck(
  id: FailureId,
  title: string,
  question: CorpusQuestion,
  answer: string,
  queries: readonly string[],
): FailureTry[] {
  return queries.flatMap((sql) =>
    wrong(id, { title, question, queries: [sql], gradings: ['evidence'] }, answer),
  )
}

const TEA_BUYERS = 'Ann, Bo, Cy'

export const EXPLOITS: readonly FailureTry[] = [
  ...byLuck('V1', 'a query that is right by luck is no evidence', 'buyers of tea', TEA_BUYERS, [
    "SELECT c.name FROM customer AS c JOIN sale AS s ON s.customer_id = c.id WHERE s.item = 'tea'",
    'SELECT DISTINCT c.name FROM customer AS c JOIN sale AS s ON s.customer_id = c.id WHERE s.id <= 3',
    'SELECT name FROM customer WHERE id <= 3',
  ]),
  ...wrong(
    'V2',
    { title: 'an empty answer never scores, not even where gold is empty', question: 'nobody' },
    '',
    '[]',
    ' ',
    'NULL',
    'nothing',
    '""',
  ),
  ...['DELETE FROM customer', 'CREATE TEMP TABLE customer (name, town, age)'].flatMap((sql) =>
    wrong(
      'V3',
      {
        title: 'a table that was emptied or shadowed is graded as it was',
        question: 'people of Oslo',
        queries: [sql, 'SELECT name, age FROM customer WHERE 0'],
      },
      '[]',
      '',
    ),
  ),
  ...wrong(
    'V4',
    {
      title: 'what one episode tries to drop is there in the next',
      question: 'how many sales',
      queries: ['DROP TABLE sale', 'DELETE FROM sale', 'SELECT count(*) FROM sale WHERE 0'],
    },
    '0',
  ),
  ...wrong(
    'V5',
    { title: 'a row that is there twice counts twice', question: 'towns' },
    'Oslo, Bergen, Voss, NULL',
    'Oslo\nBergen\nVoss\nVoss\nOslo\nBergen\nOslo',
    'Oslo, Oslo, Oslo, Oslo, Bergen, Voss, Voss, NULL',
  ),
  ...wrong(
    'V6',
    { title: 'order counts where gold has one', question: 'oldest' },
    'Hal, Cy, Flo',
    'Cy\nFlo\nHal',
  ),
  ...wrong(
    'V7',
    { title: 'more columns or rows than gold has are too many', question: 'people of Oslo' },
    'Ann | 41 | Oslo\nBo | 30 | Oslo\nEd | 28 | Oslo',
    'Ann | 41\nBo | 30\nEd | 28\nCy | 52',
    '1 | Ann | Oslo | 41\n2 | Bo | Oslo | 30\n5 | Ed | Oslo | 28',
    'Ann | 41\nAnn | 41\nBo | 30\nEd | 28',
  ),
  ...wrong(
    'V8',
    { title: 'columns are not sorted one by one', question: 'people of Oslo' },
    'Ann | 28\nBo | 30\nEd | 41',
    'Ann | 30\nBo | 41\nEd | 28',
  ),
  ...wrong(
    'V9',
    { title: 'NULL, the empty text and 0 are three values', question: 'notes' },
    '["", "", "0"]',
    '[null, null, "0"]',
    '[null, "", ""]',
    '["NaN", "", "0"]',
    '[null, 0, 0]',
  ),
  ...wrong(
    'V10',
    { title: 'no tolerance swallows a small number', question: 'smallest price' },
    '0',
    '0.0',
    '0.001',
    '0.002',
    '0.0099',
    '0.0013126',
  ),
  ...wrong(
    'V10',
    { title: 'no tolerance swallows a large count', question: 'largest sale' },
    '100001',
    '99999',
    '100900',
    '1e6',
    '100000.4',
  ),
  ...wrong(
    'V11',
    { title: 'no unit is dropped', question: 'how many sales' },
    '10%',
    '10 sales',
    '$10',
    '0.1',
    '1000%',
  ),
  ...byLuck('V12', 'a query of constants is no evidence', 'how many sales', '10', [
    'SELECT 10',
    'SELECT 4 + 6',
    'VALUES (10)',
    'SELECT * FROM (VALUES (10))',
    'SELECT 10 FROM sale LIMIT 1',
    'SELECT count(*) - count(*) + 10 FROM sale',
    'SELECT count(*) FROM sale WHERE id <= 10 AND 0 UNION SELECT 10 ORDER BY 1 DESC LIMIT 1',
  ]),
  ...wrong(
    'V13',
    { title: 'an answer is read and never run', question: 'how many sales' },
    '5+5',
    'int("10")',
    "__import__('os').getpid()",
    '(SELECT count(*) FROM sale)',
    'SELECT 10',
    '${10}',
    '{{5*2}}',
    '[10 for _ in [0]]',
    '0xA',
    '{"answer": 10}',
  ),
  ...wrong(
    'V14',
    { title: 'a column said twice is a column too many', question: 'people of Oslo' },
    'Ann | 41 | 41\nBo | 30 | 30\nEd | 28 | 28',
    'Ann | Ann | 41\nBo | Bo | 30\nEd | Ed | 28',
  ),
  ...wrong(
    'V15',
    { title: 'the right number of rows is not enough, nor a part of them', question: 'towns' },
    'a, b, c, d, e, f, g, h',
    'Oslo, Oslo, Oslo, Oslo, Oslo, Oslo, Oslo, Oslo',
    'Oslo, Oslo, Bergen, Bergen',
    '8',
  ),
  ...wrong(
    'V16',
    { title: 'several guesses are several values', question: 'how many sales' },
    '9, 10, 11',
    '9\n10\n11',
    '9 or 10',
    '10 | 11',
    '[9, 10]',
    'yes',
    '1',
  ),
  ...byLuck('V17', 'siblings have what lies on the boundary', 'how many paid', '10', [
    'SELECT count(*) FROM sale WHERE paid >= 0',
    'SELECT count(*) FROM sale',
    'SELECT count(*) FROM (SELECT paid FROM sale WHERE paid >= 0 LIMIT 10)',
  ]),
  ...byLuck('V17', 'siblings have what lies on the boundary', 'large sales', '5', [
    'SELECT count(*) FROM sale WHERE amount > 20',
    'SELECT count(*) FROM sale WHERE amount >= 25',
    'SELECT count(*) FROM (SELECT 1 FROM sale LIMIT 5)',
  ]),
]

export const HONEST: readonly FailureTry[] = [
  ...right(
    'N4',
    { title: 'every order is right where gold has none', question: 'sorted inside' },
    'Flo, Cy, Hal, Ann, Di, Bo, Ed, Gil',
    'Gil\nEd\nBo\nDi\nAnn\nHal\nCy\nFlo',
  ),
  ...right(
    'N5',
    { title: 'a table is compared and not its text', question: 'people of Oslo' },
    'Ann | 41\nBo | 30\nEd | 28',
    'Ed|28\nAnn|41.0\nBo|30',
    '[["Bo", 30], ["ED", 28], ["Ann", 41]]',
    '| name | age |\n|---|---|\n| Ann | 41 |\n| Bo | 30 |\n| Ed | 28 |',
    'name | age\n1. Ann | 41\n2. Bo | 30\n3. Ed | 28',
    '```\nAnn | 41\nBo | 30\nEd | 28\n```',
  ),
  ...right(
    'N6',
    { title: '0.1 + 0.2 is 0.3', question: 'sales of salt' },
    '0.3',
    '0.30',
    '0.30000000000000004',
  ),
  ...right(
    'N6',
    { title: 'a mean may be rounded', question: 'mean price' },
    '7.385125',
    '7.39',
    '7.385',
  ),
  ...right(
    'N8',
    {
      title: 'a query is run as it was written',
      question: 'buyers of tea',
      queries: [
        `/* tea */ SELECT DISTINCT c.name FROM customer c JOIN sale s ON s.customer_id = c.id
         WHERE s.item = 'tea' -- once each`,
      ],
    },
    TEA_BUYERS,
  ),
  ...right(
    'N9',
    {
      title: 'a text in double quotes is a text, on siblings too',
      question: 'people of Oslo',
      queries: ['SELECT name, age FROM customer WHERE town = "Oslo"'],
    },
    'Ann | 41\nBo | 30\nEd | 28',
  ),
  ...right(
    'N10',
    { title: 'large integers and blobs are exact', question: 'number and code' },
    "9007199254740993 | x'c0ff'",
    "9007199254740993 | X'C0FF'",
  ),
  ...wrong(
    'N10',
    { title: 'a rounded integer is another one', question: 'number and code' },
    "9007199254740992 | x'c0ff'",
  ),
  ...right('N10', { title: 'two columns of one name are two', question: 'two names' }, 'Bo | tea'),
  ...right('N5', { title: 'the text 1 may be written bare', question: 'shelf' }, '1', '"1"'),
]
