CREATE TABLE festival (
  edition INTEGER PRIMARY KEY,
  theme TEXT,
  host_town TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  closed_on TEXT NOT NULL
);

CREATE TABLE choir (
  choir_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_latin TEXT,
  town TEXT NOT NULL,
  country TEXT NOT NULL,
  founded INTEGER,
  voices TEXT NOT NULL
);

CREATE TABLE composer (
  composer_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  country TEXT NOT NULL,
  born INTEGER,
  died INTEGER
);

CREATE TABLE piece (
  piece_id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  composer_id INTEGER REFERENCES composer (composer_id),
  language TEXT,
  written INTEGER,
  seconds INTEGER NOT NULL,
  parts INTEGER NOT NULL
);

CREATE TABLE entry (
  entry_id INTEGER PRIMARY KEY,
  edition INTEGER NOT NULL REFERENCES festival (edition),
  start_no TEXT NOT NULL,
  choir_id TEXT NOT NULL REFERENCES choir (choir_id),
  conductor TEXT NOT NULL,
  singers INTEGER NOT NULL,
  travel_km INTEGER,
  withdrew TEXT NOT NULL DEFAULT 'no',
  UNIQUE (edition, choir_id)
);

CREATE TABLE performance (
  performance_id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry (entry_id),
  piece_id INTEGER NOT NULL REFERENCES piece (piece_id),
  "order" INTEGER NOT NULL,
  hall TEXT NOT NULL,
  sung_at TEXT NOT NULL,
  UNIQUE (entry_id, "order")
);

CREATE TABLE juror (
  juror_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  country TEXT NOT NULL,
  since INTEGER NOT NULL
);

CREATE TABLE score (
  performance_id INTEGER NOT NULL REFERENCES performance (performance_id),
  juror_id INTEGER NOT NULL REFERENCES juror (juror_id),
  intonation REAL,
  expression REAL,
  remark TEXT,
  PRIMARY KEY (performance_id, juror_id)
);
