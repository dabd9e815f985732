/** A shop to play the failures of other graders on: imported as anybody's own database is. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'

import { readFolderLayout } from '../../../datasets/folder-layout.ts'
import { importLayout } from '../../../datasets/import-layout.ts'
import { silentImport } from '../../../datasets/import-progress.ts'

const CORPUS = 'corpus'

const CORPUS_DATABASE = 'shop'

/** By the question's id without `shop.`. Gold of some is unfit, and is never drawn. */
export const CORPUS_GOLDS = {
  'buyers of tea': `SELECT DISTINCT c.name FROM customer AS c JOIN sale AS s ON s.customer_id = c.id
    WHERE s.item = 'tea'`,
  towns: 'SELECT town FROM customer',
  oldest: 'SELECT name FROM customer ORDER BY age DESC LIMIT 3',
  'sorted inside': 'SELECT name FROM (SELECT name FROM customer ORDER BY age LIMIT 100)',
  'people of Oslo': "SELECT name, age FROM customer WHERE town = 'Oslo'",
  notes: 'SELECT note FROM sale WHERE id <= 3',
  'largest sale': 'SELECT max(amount) FROM sale',
  'smallest price': 'SELECT min(price) FROM sale',
  'sales of salt': "SELECT sum(price) FROM sale WHERE item = 'salt'",
  'mean price': 'SELECT avg(price) FROM sale',
  'how many sales': 'SELECT count(*) FROM sale',
  'how many paid': 'SELECT count(*) FROM sale WHERE paid > 0',
  'large sales': 'SELECT count(*) FROM sale WHERE amount >= 20',
  shelf: "SELECT shelf FROM item WHERE name = 'salt'",
  'number and code': "SELECT serial, code FROM item WHERE name = 'tea'",
  'two names': `SELECT c.name, i.name FROM sale AS s JOIN customer AS c ON c.id = s.customer_id
    JOIN item AS i ON i.name = s.item WHERE s.id = 2`,
  nobody: 'SELECT name FROM customer WHERE age > 1000',
  'one of two': 'SELECT name FROM customer ORDER BY town DESC LIMIT 1',
  'by the clock': "SELECT count(*) FROM sale WHERE sold_on < date('now')",
  'does not run': 'SELECT surname FROM customer',
} as const
export type CorpusQuestion = keyof typeof CORPUS_GOLDS

export function corpusQuestionId(question: CorpusQuestion): string {
  return `shop.${question.replaceAll(' ', '_')}`
}

/**
 * Every price and every `paid` is above zero, each customer bought tea once, and no sale has an
 * amount of 20: what is right here by luck.
 */
const TABLES = `
  CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, town TEXT, age INTEGER);
  CREATE TABLE item (name TEXT PRIMARY KEY, shelf TEXT, serial INTEGER, code BLOB);
  CREATE TABLE sale (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer(id),
    item TEXT NOT NULL REFERENCES item(name),
    amount INTEGER NOT NULL,
    paid INTEGER,
    price REAL,
    note TEXT,
    sold_on TEXT
  );
  INSERT INTO item VALUES ('tea', 'A', 9007199254740993, x'c0ff'), ('salt', '1', 12, x'00'),
    ('rope', '037', 40, NULL), ('soap', 'A', 7, x'ff41');
  INSERT INTO customer VALUES (1, 'Ann', 'Oslo', 41), (2, 'Bo', 'Oslo', 30), (3, 'Cy', 'Bergen', 52),
    (4, 'Di', 'Bergen', 37), (5, 'Ed', 'Oslo', 28), (6, 'Flo', 'Voss', 65), (7, 'Gil', 'Voss', 23),
    (8, 'Hal', NULL, 45);
  INSERT INTO sale VALUES
    (1, 1, 'tea', 3, 1, 0.00125, NULL, '2024-01-03'), (2, 2, 'tea', 12, 2, 4.5, '', '2024-01-09'),
    (3, 3, 'tea', 100000, 3, 2.25, '0', '2024-02-01'), (4, 1, 'salt', 7, 4, 0.1, 'x', '2024-02-11'),
    (5, 4, 'salt', 25, 1, 0.2, 'x', '2024-03-05'), (6, 5, 'rope', 40, 2, 19.9, NULL, '2024-03-19'),
    (7, 6, 'rope', 61, 5, 21.4, 'y', '2024-04-02'), (8, 7, 'soap', 9, 1, 3.3, 'y', '2024-04-28'),
    (9, 8, 'soap', 15, 2, 3.5, 'z', '2024-05-13'), (10, 2, 'rope', 33, 6, 18.7, 'x', '2024-06-01');
`

/**
 * Imports the shop, as `npm run data -- import folder` does.
 * @param dir - a folder of its own
 * @returns the data folder
 */
export async function makeCorpusData(dir: string): Promise<string> {
  const [source, dataDir] = [join(dir, 'source'), join(dir, 'data')]
  mkdirSync(source, { recursive: true })
  const database = new Database(join(source, `${CORPUS_DATABASE}.sqlite`))
  database.exec(TABLES)
  database.close()
  const lines = Object.entries(CORPUS_GOLDS).map(([name, sql]) =>
    JSON.stringify({
      // The keys of CORPUS_GOLDS are its questions.
      question_id: corpusQuestionId(name as CorpusQuestion),
      db_id: CORPUS_DATABASE,
      question: name,
      gold_sql: sql,
    }),
  )
  writeFileSync(join(source, 'questions.jsonl'), `${lines.join('\n')}\n`)
  await importLayout(await readFolderLayout(source, CORPUS), dataDir, silentImport)
  return dataDir
}
