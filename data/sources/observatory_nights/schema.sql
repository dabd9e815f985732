CREATE TABLE site (
  site_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  local_name TEXT,
  country TEXT NOT NULL,
  latitude REAL NOT NULL,
  elevation_m INTEGER
);

CREATE TABLE telescope (
  telescope_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  site_id INTEGER NOT NULL REFERENCES site (site_id),
  aperture_m REAL NOT NULL,
  first_light DATE NOT NULL,
  retired_on DATE
);

CREATE TABLE instrument (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  telescope_id INTEGER NOT NULL REFERENCES telescope (telescope_id),
  kind TEXT NOT NULL,
  installed_on DATE NOT NULL,
  removed_on DATE,
  "read noise (e-)" REAL
);

CREATE TABLE astronomer (
  badge TEXT PRIMARY KEY,
  full_name TEXT NOT NULL,
  institute TEXT,
  country TEXT NOT NULL,
  email TEXT,
  supervisor TEXT REFERENCES astronomer (badge)
);

CREATE TABLE proposal (
  proposal_code TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  pi TEXT NOT NULL REFERENCES astronomer (badge),
  instrument_code TEXT NOT NULL REFERENCES instrument (code),
  semester TEXT NOT NULL,
  submitted_on DATE NOT NULL,
  hours_asked REAL NOT NULL,
  hours_granted REAL,
  "rank" TEXT
);

CREATE TABLE co_investigator (
  proposal_code TEXT NOT NULL REFERENCES proposal (proposal_code),
  badge TEXT NOT NULL REFERENCES astronomer (badge),
  PRIMARY KEY (proposal_code, badge)
);

CREATE TABLE target (
  target_id INTEGER PRIMARY KEY,
  designation TEXT NOT NULL UNIQUE,
  nickname TEXT,
  kind TEXT NOT NULL,
  constellation TEXT,
  ra_hours REAL,
  dec_deg REAL,
  magnitude REAL
);

CREATE TABLE proposal_target (
  proposal_code TEXT NOT NULL REFERENCES proposal (proposal_code),
  target_id INTEGER NOT NULL REFERENCES target (target_id),
  "order" INTEGER NOT NULL,
  PRIMARY KEY (proposal_code, target_id)
);

CREATE TABLE night (
  night_id INTEGER PRIMARY KEY,
  telescope_id INTEGER NOT NULL REFERENCES telescope (telescope_id),
  evening_of DATE NOT NULL,
  observer TEXT NOT NULL REFERENCES astronomer (badge),
  moon_percent INTEGER NOT NULL,
  opened_at TEXT,
  closed_at TEXT,
  lost_minutes INTEGER NOT NULL,
  lost_to TEXT,
  remark TEXT,
  UNIQUE (telescope_id, evening_of)
);

CREATE TABLE exposure (
  exposure_id INTEGER PRIMARY KEY,
  night_id INTEGER NOT NULL REFERENCES night (night_id),
  instrument_code TEXT NOT NULL REFERENCES instrument (code),
  kind TEXT NOT NULL,
  proposal_code TEXT REFERENCES proposal (proposal_code),
  target_id INTEGER REFERENCES target (target_id),
  started_at DATETIME NOT NULL,
  seconds INTEGER NOT NULL,
  filter TEXT,
  airmass REAL,
  seeing_arcsec REAL,
  grade TEXT
);

CREATE TABLE reduction (
  reduction_id INTEGER PRIMARY KEY,
  exposure_id INTEGER NOT NULL REFERENCES exposure (exposure_id),
  reduced_by TEXT REFERENCES astronomer (badge),
  finished_on DATE NOT NULL,
  pipeline TEXT NOT NULL,
  outcome TEXT NOT NULL,
  signal_to_noise REAL
);

CREATE TABLE weather (
  site_id INTEGER NOT NULL REFERENCES site (site_id),
  taken_at DATETIME NOT NULL,
  temperature_c REAL,
  humidity_percent INTEGER,
  wind_ms REAL,
  cloud_eighths INTEGER,
  PRIMARY KEY (site_id, taken_at)
);
