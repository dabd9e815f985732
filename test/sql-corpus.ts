/** Statements that must be refused and statements that must run, with the database they are for. */

import type { RefusalReason } from '../src/sql/query.ts'

/** A small database with everything that a gate may trip over. */
export const CORPUS_DATABASE = `
CREATE TABLE owner (
  owner_id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  town TEXT COLLATE NOCASE UNIQUE
);
CREATE TABLE pet (
  pet_id INTEGER PRIMARY KEY,
  owner_id INTEGER REFERENCES owner,
  name TEXT,
  born TEXT,
  weight REAL
);
CREATE TABLE visit (
  pet_id INTEGER REFERENCES pet (pet_id),
  visited TEXT,
  cost,
  PRIMARY KEY (pet_id, visited)
) WITHOUT ROWID;
CREATE TABLE "order" ("select" INTEGER, random INTEGER, date TEXT, pragma TEXT, explain TEXT);
CREATE INDEX pet_by_name ON pet (name);
CREATE INDEX pet_by_year ON pet (strftime('%Y', born));
CREATE VIEW heavy_pet AS SELECT name, weight FROM pet WHERE weight > 10;
CREATE VIEW shown_schema AS SELECT * FROM sqlite_schema;
CREATE VIEW shown_tables AS SELECT name FROM pragma_table_list;
CREATE VIEW today AS SELECT date('now') AS today;
CREATE VIRTUAL TABLE note USING fts5 (words);
CREATE VIRTUAL TABLE area USING rtree (id, low, high);
INSERT INTO owner (name, town) VALUES ('Ann', 'Lund'), ('Bo', 'Oslo'), ('Cy', 'Åland');
INSERT INTO pet VALUES
  (1, 1, 'Rex', '2019-05-01', 30.5), (2, 1, 'Tom; DROP', '2020-02-29', 4.0),
  (3, 2, 'Ada', '2021-12-31', 12.25), (4, NULL, 'now', NULL, NULL);
INSERT INTO visit VALUES (1, '2022-01-01', 50), (1, '2022-02-01', 'free'), (3, '2022-01-01', 20);
INSERT INTO "order" VALUES (1, 7, '2020-01-01', 'p', 'e');
INSERT INTO note VALUES ('hello');
INSERT INTO area VALUES (1, 0, 1);
ANALYZE;
`

/** What becomes of a statement that is not let through: SQLite's own message is as good as ours. */
export type Rejection = RefusalReason | 'failed'

export const HOSTILE_STATEMENTS: readonly (readonly [sql: string, rejection: Rejection])[] = [
  // Writing (S1)
  ["INSERT INTO owner (name) VALUES ('x')", 'not_reading'],
  ["INSERT INTO owner (name) VALUES ('x') RETURNING owner_id", 'not_reading'],
  ["REPLACE INTO owner (owner_id, name) VALUES (1, 'x')", 'not_reading'],
  ["UPDATE pet SET name = 'x'", 'not_reading'],
  ["UPDATE pet SET name = 'x' RETURNING *", 'not_reading'],
  ['DELETE FROM pet', 'not_reading'],
  ['/* just looking */ DELETE FROM pet', 'not_reading'],
  ['-- just looking\nDELETE FROM pet', 'not_reading'],
  [';DELETE FROM pet', 'not_reading'],
  ['DELETE FROM pet WHERE 0', 'not_reading'],
  ['WITH gone AS (SELECT 1) DELETE FROM pet', 'not_reading'],
  ['WITH gone AS (SELECT 1) DELETE FROM pet RETURNING *', 'not_reading'],
  ['WITH gone AS (DELETE FROM pet RETURNING *) SELECT * FROM gone', 'failed'],
  [
    "WITH more AS (SELECT 'x' AS name) INSERT INTO owner (name) SELECT name FROM more",
    'not_reading',
  ],
  ['SELECT * INTO copy FROM pet', 'failed'],
  ["INSERT INTO pet (pet_id) VALUES (1) ON CONFLICT DO UPDATE SET name = 'x'", 'not_reading'],
  // Changing the database (S1, V3, V4)
  ['DROP TABLE pet', 'not_reading'],
  ['DROP TABLE IF EXISTS nowhere', 'not_reading'],
  ['DROP INDEX pet_by_name', 'not_reading'],
  ['DROP VIEW heavy_pet', 'not_reading'],
  ['CREATE TABLE copy (x)', 'not_reading'],
  ['CREATE TABLE copy AS SELECT * FROM pet', 'not_reading'],
  ['CREATE VIEW v AS SELECT 1', 'not_reading'],
  ['CREATE INDEX i ON pet (born)', 'not_reading'],
  ['CREATE VIRTUAL TABLE v USING fts5 (x)', 'not_reading'],
  ['ALTER TABLE pet RENAME TO pets', 'not_reading'],
  ['ALTER TABLE pet ADD COLUMN x', 'not_reading'],
  ['REINDEX', 'not_reading'],
  ['ANALYZE', 'not_reading'],
  ['VACUUM', 'not_reading'],
  // Leaving something for the next query, or reaching another file (S3, V3, R10)
  ['CREATE TEMP TABLE pet AS SELECT 1 AS pet_id', 'not_reading'],
  ['CREATE TEMPORARY VIEW pet AS SELECT 1 AS pet_id', 'not_reading'],
  ['CREATE TEMP TRIGGER t AFTER INSERT ON pet BEGIN SELECT 1; END', 'not_reading'],
  ['CREATE VIRTUAL TABLE temp.v USING fts5 (x)', 'not_reading'],
  ["ATTACH '/etc/passwd' AS other", 'not_reading'],
  ["ATTACH ':memory:' AS other", 'not_reading'],
  ["ATTACH DATABASE 'gold.sqlite' AS gold", 'not_reading'],
  ['DETACH main', 'not_reading'],
  ["VACUUM INTO 'copy.sqlite'", 'not_reading'],
  ["VACUUM main INTO 'copy.sqlite'", 'not_reading'],
  ['BEGIN', 'not_reading'],
  ['BEGIN EXCLUSIVE', 'not_reading'],
  ['COMMIT', 'not_reading'],
  ['ROLLBACK', 'not_reading'],
  ['SAVEPOINT here', 'not_reading'],
  ['RELEASE here', 'not_reading'],
  // Pragmas, which act while they are prepared (S3, S4)
  ['PRAGMA case_sensitive_like = 1', 'pragma'],
  ['pragma reverse_unordered_selects=1', 'pragma'],
  ['PRAGMA query_only = 0', 'pragma'],
  ['PRAGMA writable_schema = 1', 'pragma'],
  ['PRAGMA journal_mode = WAL', 'pragma'],
  ['PRAGMA main.cache_size = 1', 'pragma'],
  ['PRAGMA table_info(pet)', 'pragma'],
  ['PRAGMA hard_heap_limit = 1', 'pragma'],
  ['PRAGMA"case_sensitive_like"=1', 'pragma'],
  ['  \t\r\n;; /* a */ -- b\n PRAGMA case_sensitive_like = 1', 'pragma'],
  ['\uFEFFPRAGMA case_sensitive_like = 1', 'pragma'],
  ['/*/ PRAGMA is not here */ PRAGMA case_sensitive_like = 1', 'pragma'],
  ['EXPLAIN PRAGMA case_sensitive_like = 1', 'pragma'],
  ['EXPLAIN QUERY PLAN PRAGMA case_sensitive_like = 1', 'pragma'],
  ['explain/**/query--\nplan/**/pragma case_sensitive_like = 1', 'pragma'],
  ['PRAGMA case_sensitive_like = 1; SELECT 1', 'pragma'],
  ['EXPLAIN SELECT * FROM pet', 'explain'],
  ['EXPLAIN QUERY PLAN SELECT * FROM pet', 'explain'],
  ['; explain DELETE FROM pet', 'explain'],
  // More or less than one statement
  ['', 'empty'],
  [' \n\t', 'empty'],
  [';', 'empty'],
  ['-- SELECT 1', 'empty'],
  ['/* SELECT 1', 'empty'],
  ['SELECT 1; SELECT 2', 'many_statements'],
  ['SELECT 1; DELETE FROM pet', 'many_statements'],
  ['SELECT 1; PRAGMA case_sensitive_like = 1', 'many_statements'],
  ["SELECT 1;;ATTACH ':memory:' AS other", 'many_statements'],
  ['SELECT 1\0; DELETE FROM pet', 'failed'],
  ['\0PRAGMA case_sensitive_like = 1', 'failed'],
  // The schema, which is to be earned (R8)
  ['SELECT * FROM sqlite_schema', 'schema_table'],
  ['SELECT sql FROM sqlite_master', 'schema_table'],
  ['SELECT count(*) FROM main.sqlite_master', 'schema_table'],
  ['SELECT * FROM "sqlite_schema"', 'schema_table'],
  ['SELECT * FROM [SQLITE_MASTER]', 'schema_table'],
  ["SELECT * FROM 'sqlite_master'", 'schema_table'],
  ['SELECT * FROM sqlite_temp_schema', 'schema_table'],
  ['SELECT * FROM sqlite_temp_master', 'schema_table'],
  ['SELECT * FROM temp.sqlite_schema', 'schema_table'],
  ['SELECT name FROM pet WHERE EXISTS (SELECT 1 FROM sqlite_schema)', 'schema_table'],
  ['WITH s AS (SELECT sql FROM sqlite_schema) SELECT * FROM s', 'schema_table'],
  ['SELECT name FROM pet UNION ALL SELECT sql FROM sqlite_schema', 'schema_table'],
  ['SELECT name FROM pet WHERE name IN sqlite_schema', 'failed'],
  ['SELECT * FROM shown_schema', 'schema_table'],
  ['SELECT * FROM sqlite_sequence', 'schema_table'],
  ['SELECT * FROM sqlite_stat1', 'schema_table'],
  ['SELECT * FROM sqlite_stat4', 'schema_table'],
  ["SELECT * FROM pragma_table_info('pet')", 'table_function'],
  ['SELECT * FROM pragma_table_list', 'table_function'],
  ['SELECT file FROM pragma_database_list', 'table_function'],
  ["SELECT * FROM 'pragma_table_list'", 'table_function'],
  ['SELECT * FROM "PRAGMA_table_list"', 'table_function'],
  ['SELECT * FROM [pragma_function_list]', 'table_function'],
  ['SELECT * FROM main.pragma_table_list', 'table_function'],
  ["SELECT * FROM pragma_table_info('pet'), json_each('[1]')", 'table_function'],
  [
    "SELECT * FROM json_each('[1]') AS pragma_table_list, pragma_table_list AS json_each",
    'table_function',
  ],
  [
    "SELECT (SELECT group_concat(name) FROM pragma_table_list) FROM json_each('[1]')",
    'table_function',
  ],
  ['SELECT * FROM shown_tables', 'table_function'],
  ['SELECT * FROM dbstat', 'table_function'],
  ["SELECT * FROM jsonb_each('[1]')", 'table_function'],
  ['SELECT * FROM fts5vocab', 'failed'],
  ['SELECT * FROM note', 'table_function'],
  ['SELECT * FROM area', 'table_function'],
  // Chance and clock
  ['SELECT random()', 'chance'],
  ['SELECT name FROM pet ORDER BY RANDOM() LIMIT 1', 'chance'],
  ['SELECT abs("random"())', 'chance'],
  ['SELECT hex(randomblob(4))', 'chance'],
  ['SELECT CURRENT_DATE', 'clock'],
  ['SELECT current_time', 'clock'],
  ['SELECT name FROM pet WHERE born < CURRENT_TIMESTAMP', 'clock'],
  ['SELECT date()', 'clock'],
  ["SELECT date('now')", 'clock'],
  ["SELECT date('NOW', '-1 year')", 'clock'],
  ["SELECT datetime('no' || 'w')", 'clock'],
  ["SELECT time(CAST('now' AS BLOB))", 'clock'],
  ["SELECT julianday(x'6e6f77')", 'clock'],
  ['SELECT datetime(name) FROM pet', 'clock'],
  ["SELECT unixepoch('subsec')", 'clock'],
  ["SELECT date('now' || char(0) || 'x')", 'clock'],
  ["SELECT strftime('%Y')", 'clock'],
  ["SELECT strftime('%Y', 'Now')", 'clock'],
  ["SELECT name FROM pet WHERE julianday('now') - julianday(born) > 365", 'clock'],
  ["SELECT timediff('now', '2020-01-01')", 'clock'],
  ["SELECT timediff('2020-01-01', 'now')", 'clock'],
  ['SELECT * FROM today', 'clock'],
  // Extensions, files and other doors (S8, S10)
  ["SELECT load_extension('evil.so')", 'failed'],
  ["SELECT readfile('/etc/passwd')", 'failed'],
  ["SELECT writefile('copy', 'x')", 'failed'],
  ["SELECT fts3_tokenizer('simple', x'0000000000000000')", 'failed'],
  ["SELECT edit('x')", 'failed'],
  ['SELECT * FROM generate_series(1, 1000000000)', 'failed'],
  ["SELECT * FROM zipfile('x')", 'failed'],
  ['SELECT * FROM pet WHERE name = ?', 'failed'],
  ['SELECT :name', 'failed'],
  ['SELECT * FROM other.pet', 'failed'],
  ["SELECT * FROM 'pet\"; --'", 'failed'],
  ['SELECT', 'failed'],
  ['SELEC 1', 'failed'],
  ["SELECT 'unclosed", 'failed'],
  ['.schema', 'failed'],
  ['\\d pet', 'failed'],
  ['SHOW TABLES', 'failed'],
  ['GRANT ALL ON pet TO me', 'failed'],
]

/** `rows` as they print: cells parted by `|`, rows by line breaks. */
export const LEGITIMATE_STATEMENTS: readonly (readonly [sql: string, rows: string])[] = [
  ['SELECT 1', '1'],
  ['select name from PET where pet_id = 1', 'Rex'],
  ['SELECT 1;', '1'],
  ['SELECT 1; -- the end', '1'],
  ['SELECT 1 --', '1'],
  ['SELECT 1;;/* nothing */;', '1'],
  [';SELECT 1', '1'],
  ['-- how many?\nSELECT count(*) FROM pet', '4'],
  ['/* how many? */ SELECT count(*) FROM pet', '4'],
  ['/* unclosed at the end */ SELECT 1 /* here', '1'],
  ['\uFEFFSELECT 1', '1'],
  ['SELECT (((1)))', '1'],
  ['SELECT * FROM (SELECT name FROM owner LIMIT 1)', 'Ann'],
  ['VALUES (1, 2), (3, 4)', '1|2\n3|4'],
  ['WITH o AS (SELECT * FROM owner) SELECT name FROM o WHERE owner_id = 2', 'Bo'],
  [
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT i FROM n',
    '1\n2\n3',
  ],
  ['WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2) SELECT sum(i) FROM n', '3'],
  ['SELECT name FROM pet UNION SELECT name FROM owner ORDER BY 1 LIMIT 2', 'Ada\nAnn'],
  ['SELECT owner_id FROM owner EXCEPT SELECT owner_id FROM pet', '3'],
  ['SELECT owner_id FROM owner INTERSECT SELECT owner_id FROM pet', '1\n2'],
  ["SELECT REPLACE(name, 'R', 'L') FROM pet WHERE pet_id = 1", 'Lex'],
  ["SELECT name FROM pet WHERE name = 'Tom; DROP'", 'Tom; DROP'],
  [
    "SELECT 'DELETE FROM pet; DROP TABLE pet; PRAGMA x'",
    'DELETE FROM pet; DROP TABLE pet; PRAGMA x',
  ],
  ["SELECT 'it''s -- no comment /* nor this'", "it's -- no comment /* nor this"],
  [
    "SELECT 'sqlite_master', 'pragma_table_info', 'dbstat'",
    'sqlite_master|pragma_table_info|dbstat',
  ],
  ['SELECT name AS "insert; update" FROM owner LIMIT 1', 'Ann'],
  ['SELECT 1 AS pragma, 2 AS explain', '1|2'],
  ['SELECT pragma, explain FROM "order"', 'p|e'],
  ['SELECT random, date FROM "order"', '7|2020-01-01'],
  ['SELECT "select" FROM [order]', '1'],
  ['SELECT `select` FROM `order`', '1'],
  ['SELECT name current_owner FROM owner LIMIT 1', 'Ann'],
  ['SELECT name, rank() OVER (ORDER BY weight DESC) FROM pet LIMIT 2', 'Rex|1\nAda|2'],
  ['SELECT sum(weight) OVER (PARTITION BY owner_id) FROM pet WHERE pet_id = 1', '30.5'],
  ['SELECT name FROM heavy_pet ORDER BY name', 'Ada\nRex'],
  [
    'SELECT o.name, p.name FROM owner o LEFT JOIN pet p USING (owner_id) WHERE p.name IS NULL',
    'Cy|NULL',
  ],
  ['SELECT o.name FROM owner o FULL JOIN pet p USING (owner_id) WHERE p.pet_id = 4', 'NULL'],
  ['SELECT town FROM owner GROUP BY town HAVING count(*) = 1 ORDER BY town LIMIT 1', 'Lund'],
  ['SELECT max(weight), min(weight), avg(weight) FROM pet', '30.5|4.0|15.5833333333333'],
  ['SELECT name FROM pet WHERE weight = (SELECT max(weight) FROM pet)', 'Rex'],
  ["SELECT name FROM pet INDEXED BY pet_by_name WHERE name > 'R' LIMIT 1", 'Rex'],
  ['SELECT count(*) FROM pet NOT INDEXED', '4'],
  ['SELECT cost FROM visit WHERE pet_id = 3', '20'],
  ['SELECT name FROM owner WHERE town = "OSLO"', 'Bo'],
  ["SELECT name FROM owner WHERE name LIKE 'a%'", 'Ann'],
  ['SELECT name FROM owner WHERE town IN ("Lund", "Åland", "it\'s")', 'Ann\nCy'],
  ['SELECT count(*) FROM owner WHERE name <> "A ""quoted"" name"', '3'],
  ['SELECT rowid, oid, _rowid_ FROM pet WHERE pet_id = 1', '1|1|1'],
  ["SELECT CASE WHEN weight > 10 THEN 'heavy' ELSE 'light' END FROM pet LIMIT 2", 'heavy\nlight'],
  ["SELECT value FROM json_each('[1, 2]')", '1\n2'],
  ['SELECT count(*) FROM json_tree(\'{"a": [1, 2]}\')', '4'],
  [
    'SELECT p.name, j.value FROM pet p, json_each(json_array(p.pet_id)) j WHERE p.pet_id = 1',
    'Rex|1',
  ],
  ["SELECT json_extract('{\"a\": 5}', '$.a'), '{\"b\": 6}' ->> 'b'", '5|6'],
  ["SELECT name FROM pet WHERE strftime('%Y', born) = '2019'", 'Rex'],
  ["SELECT date(born, '+1 month', 'start of month') FROM pet WHERE pet_id = 1", '2019-06-01'],
  ["SELECT datetime('2020-01-01 10:00', 'localtime')", '2020-01-01 10:00:00'],
  [
    "SELECT datetime(0, 'unixepoch'), time('10:30'), julianday('2000-01-01')",
    '1970-01-01 00:00:00|10:30:00|2451544.5',
  ],
  [
    "SELECT unixepoch('2000-01-01'), timediff('2021-01-01', '2020-01-01')",
    '946684800|+0001-00-00 00:00:00.000',
  ],
  ["SELECT date(NULL), date('tomorrow'), strftime(NULL, '2020-01-01')", 'NULL|NULL|NULL'],
  ["SELECT 'now', CAST('now' AS TEXT)", 'now|now'],
  ["SELECT group_concat(name, ', ') FROM owner", 'Ann, Bo, Cy'],
  [
    'SELECT typeof(cost), typeof(weight) FROM visit JOIN pet USING (pet_id) LIMIT 1',
    'integer|real',
  ],
  ['SELECT round(2.5), abs(-3), 7 / 2, 7 % 2, 7 / 2.0', '3.0|3|3|1|3.5'],
  ["SELECT x'00ff', hex('a'), zeroblob(2)", "x'00ff'|61|x'0000'"],
  ['SELECT name FROM pet WHERE weight IS NULL AND born IS NULL', 'now'],
  ['SELECT DISTINCT owner_id FROM pet ORDER BY owner_id NULLS LAST', '1\n2\nNULL'],
  ['SELECT name FROM pet ORDER BY name LIMIT 1 OFFSET 1', 'Rex'],
  ["SELECT name COLLATE NOCASE FROM owner WHERE (owner_id, name) = (1, 'Ann')", 'Ann'],
  ['SELECT count(*) FILTER (WHERE weight > 10) FROM pet', '2'],
  ["SELECT printf('%05.2f', 3.14159), substr('hello', 2, 3), instr('hello', 'l')", '03.14|ell|3'],
  ['SELECT sqrt(16), median(weight) FROM pet', '4.0|12.25'],
]
