CREATE TABLE species (
  id INTEGER PRIMARY KEY,
  latin_name TEXT NOT NULL UNIQUE,
  common_name TEXT NOT NULL,
  family TEXT NOT NULL,
  is_perennial BOOLEAN NOT NULL,
  seed_life_years INTEGER
);

CREATE TABLE variety (
  id INTEGER PRIMARY KEY,
  species_id INTEGER NOT NULL REFERENCES species (id),
  name TEXT NOT NULL,
  origin TEXT,
  days_to_harvest INTEGER,
  is_heirloom BOOLEAN NOT NULL
);

CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  town TEXT NOT NULL,
  postcode TEXT NOT NULL,
  joined_on DATE NOT NULL,
  email TEXT,
  invited_by INTEGER REFERENCES member (id)
);

CREATE TABLE lot (
  lot_no TEXT PRIMARY KEY,
  variety_id INTEGER NOT NULL REFERENCES variety (id),
  grown_by INTEGER REFERENCES member (id),
  harvest_year INTEGER NOT NULL,
  grams REAL NOT NULL,
  germination_percent INTEGER,
  shelf TEXT NOT NULL
);

CREATE TABLE loan (
  id INTEGER PRIMARY KEY,
  lot_no TEXT NOT NULL REFERENCES lot (lot_no),
  member_id INTEGER NOT NULL REFERENCES member (id),
  taken_on DATE NOT NULL,
  packets INTEGER NOT NULL,
  returned_on DATE,
  returned_grams REAL
);

CREATE TABLE sighting (
  id INTEGER PRIMARY KEY,
  loan_id INTEGER NOT NULL REFERENCES loan (id),
  seen_on DATE NOT NULL,
  stage TEXT NOT NULL,
  height_cm REAL,
  pest TEXT
);

CREATE TABLE workshop (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  held_on DATE NOT NULL,
  teacher_id INTEGER REFERENCES member (id),
  seats INTEGER NOT NULL,
  fee_eur REAL
);

CREATE TABLE workshop_guest (
  workshop_id INTEGER NOT NULL REFERENCES workshop (id),
  member_id INTEGER NOT NULL REFERENCES member (id),
  signed_up_on DATE NOT NULL,
  came BOOLEAN,
  PRIMARY KEY (workshop_id, member_id)
);
