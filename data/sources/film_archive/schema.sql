CREATE TABLE vaults (
  vault_id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  built_for TEXT,
  target_temp_c REAL NOT NULL,
  target_rh INTEGER NOT NULL,
  shelf_metres INTEGER
);

CREATE TABLE films (
  film_id INTEGER PRIMARY KEY,
  catalogue_no TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  original_title TEXT,
  country TEXT NOT NULL,
  release_year INTEGER,
  runtime_min INTEGER,
  genre TEXT,
  sound TEXT NOT NULL
);

CREATE TABLE people (
  person_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  country TEXT NOT NULL,
  birth_year INTEGER,
  death_year INTEGER
);

CREATE TABLE credits (
  film_id INTEGER NOT NULL REFERENCES films (film_id),
  person_id INTEGER NOT NULL REFERENCES people (person_id),
  role TEXT NOT NULL,
  billing INTEGER,
  "credited as" TEXT,
  PRIMARY KEY (film_id, person_id, role)
);

CREATE TABLE staff (
  staff_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  team TEXT NOT NULL,
  hired_on DATE NOT NULL,
  left_on DATE,
  reports_to INTEGER REFERENCES staff (staff_id)
);

CREATE TABLE prints (
  print_id INTEGER PRIMARY KEY,
  barcode TEXT NOT NULL UNIQUE,
  film_id INTEGER NOT NULL REFERENCES films (film_id),
  vault_id INTEGER REFERENCES vaults (vault_id),
  element TEXT NOT NULL,
  gauge TEXT NOT NULL,
  base TEXT NOT NULL,
  made_year INTEGER,
  acquired_on DATE NOT NULL,
  donor TEXT
);

CREATE TABLE reels (
  reel_id INTEGER PRIMARY KEY,
  print_id INTEGER NOT NULL REFERENCES prints (print_id),
  reel_no INTEGER NOT NULL,
  length_m REAL,
  can TEXT,
  UNIQUE (print_id, reel_no)
);

CREATE TABLE inspections (
  inspection_id INTEGER PRIMARY KEY,
  reel_id INTEGER NOT NULL REFERENCES reels (reel_id),
  staff_id INTEGER NOT NULL REFERENCES staff (staff_id),
  inspected_on DATE NOT NULL,
  grade TEXT NOT NULL,
  shrinkage_pct REAL,
  acid_level INTEGER,
  remark TEXT
);

CREATE TABLE borrowers (
  borrower_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  email TEXT
);

CREATE TABLE loans (
  loan_id INTEGER PRIMARY KEY,
  print_id INTEGER NOT NULL REFERENCES prints (print_id),
  borrower_id INTEGER NOT NULL REFERENCES borrowers (borrower_id),
  requested_on DATE NOT NULL,
  shipped_on DATE,
  due_on DATE,
  returned_on DATE,
  fee REAL,
  screenings INTEGER
);

CREATE TABLE restorations (
  restoration_id INTEGER PRIMARY KEY,
  film_id INTEGER NOT NULL REFERENCES films (film_id),
  lead_id INTEGER NOT NULL REFERENCES staff (staff_id),
  method TEXT NOT NULL,
  started_on DATE NOT NULL,
  finished_on DATE,
  budget INTEGER NOT NULL,
  spent INTEGER,
  funder TEXT
);

CREATE TABLE climate_readings (
  vault_id INTEGER NOT NULL REFERENCES vaults (vault_id),
  read_at DATETIME NOT NULL,
  temp_c REAL,
  "RH %" INTEGER,
  PRIMARY KEY (vault_id, read_at)
);
