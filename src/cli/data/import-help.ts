/** What `sqlenv data import … --help` prints. */

const SOURCES = `  --from SOURCE    where it lies: a folder; a zip archive, wherever in it the files
                   are; or the http(s) address of such an archive, or several with
                   blanks between them: the first that has it is taken
`

const OPTIONS = `  --data-dir DIR   where to write; SQLENV_DATA_DIR or ./data by default
  --docs FILE      also write the counts between the marks of this Markdown file
  --sha256 HEX     what the archive has to have
  --cache-dir DIR  where a download is kept until it is unpacked, so that it can go on
                   where it was cut off; ~/.cache/sqlenv by default
  --download-max-mb N   refuse a larger archive; 4096 by default
  --unpacked-max-mb N   refuse one that unpacks to more; 16384 by default`

const SPIDER = `Usage: sqlenv data import spider [--from SOURCE] [options]

Spider: 9,693 questions over 166 databases (CC BY-SA 4.0).

${SOURCES}                   A folder has dev.json, train_spider.json, tables.json and
                   database/<db_id>/<db_id>.sqlite; its address will do as well
  --pinned         only ten databases and their 676 questions, each held to the
                   checksum of what was published; so it is without --from, and they
                   are fetched from two public copies
${OPTIONS}

Examples:
  npm run data -- import spider --from ./spider_data
  npm run data -- import spider --from ./spider_data.zip
  npm run data -- import spider --from https://example.org/spider.zip
  npm run data -- import spider`

const BIRD = `Usage: sqlenv data import bird --from SOURCE [options]

BIRD: dev (1,534 questions), mini-dev (500) or train (CC BY-SA 4.0). One of them at a time.

${SOURCES}                   A folder has dev.json, mini_dev_sqlite.json or train.json, and
                   dev_databases/ or train_databases/<db_id>/<db_id>.sqlite
  --without-evidence    leave out what BIRD says of the terms in a question; by default
                   it follows the question as "Evidence: …"
${OPTIONS}

Examples:
  npm run data -- import bird --from ./minidev.zip
  npm run data -- import bird --from ./MINIDEV --without-evidence
  npm run data -- import bird --from https://example.org/minidev.zip`

const KAGGLE_DBQA = `Usage: sqlenv data import kaggle-dbqa --from SOURCE [options]

KaggleDBQA: 272 questions over 8 databases from the Web (CC BY-SA 4.0).

${SOURCES}                   A folder has examples/<db_id>.json, KaggleDBQA_tables.json and
                   databases/<db_id>/<db_id>.sqlite
${OPTIONS}

Examples:
  npm run data -- import kaggle-dbqa --from ./kaggle-dbqa
  npm run data -- import kaggle-dbqa --from ./kaggle-dbqa-20210726.zip`

const FOLDER = `Usage: sqlenv data import folder --from SOURCE [options]

Your own databases: SQLite files with a file of questions.

${SOURCES}                   A folder has <db_id>.sqlite or <db_id>/<db_id>.sqlite, and
                   questions.jsonl: one question a line, with db_id, question and
                   gold_sql, and if you like question_id, split and difficulty; it
                   may have about.json with title, license, attribution, homepage
  --name NAME      what to call the data set; the name of the folder or archive by
                   default
${OPTIONS}

Examples:
  npm run data -- import folder --from ./shop
  npm run data -- import folder --from ./export.zip --name shop`

export const IMPORT_HELPS = {
  spider: SPIDER,
  bird: BIRD,
  'kaggle-dbqa': KAGGLE_DBQA,
  folder: FOLDER,
} as const

export type ImportName = keyof typeof IMPORT_HELPS

export function isImportName(name: string): name is ImportName {
  return Object.hasOwn(IMPORT_HELPS, name)
}

const NAMES = ['spider', 'bird', 'kaggle-dbqa', 'folder']

export const IMPORT_HELP = `Usage: sqlenv data import <what> --from SOURCE [options]

  spider        Spider, as published
  bird          BIRD: dev, mini-dev or train
  kaggle-dbqa   KaggleDBQA
  folder        your own SQLite files, with questions

SOURCE is a folder, a zip archive or an http(s) address.
sqlenv data import ${NAMES.join('|')} --help tells more, with examples.`
