CREATE TABLE river (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  flows_into TEXT REFERENCES river (code),
  length_km REAL NOT NULL,
  basin_km2 REAL
);

CREATE TABLE station (
  station_no TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  river_code TEXT NOT NULL REFERENCES river (code),
  km_from_mouth REAL NOT NULL,
  elevation_m REAL,
  opened_on TEXT NOT NULL,
  closed_on TEXT
);

CREATE TABLE sensor (
  serial TEXT PRIMARY KEY,
  station_no TEXT NOT NULL REFERENCES station (station_no),
  measures TEXT NOT NULL,
  maker TEXT,
  installed_on TEXT NOT NULL,
  removed_on TEXT
);

CREATE TABLE daily_reading (
  serial TEXT NOT NULL REFERENCES sensor (serial),
  day TEXT NOT NULL,
  value REAL,
  quality TEXT,
  PRIMARY KEY (serial, day)
) WITHOUT ROWID;

CREATE TABLE alarm_level (
  station_no TEXT NOT NULL REFERENCES station (station_no),
  grade INTEGER NOT NULL,
  level_cm INTEGER NOT NULL,
  PRIMARY KEY (station_no, grade)
);

CREATE TABLE flood (
  flood_id INTEGER PRIMARY KEY,
  station_no TEXT NOT NULL REFERENCES station (station_no),
  began_on TEXT NOT NULL,
  ended_on TEXT,
  peak_cm INTEGER NOT NULL,
  damage_eur INTEGER,
  note TEXT
);

CREATE TABLE observer (
  observer_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  phone TEXT,
  is_paid INTEGER NOT NULL
);

CREATE TABLE visit (
  visit_id INTEGER PRIMARY KEY,
  station_no TEXT NOT NULL REFERENCES station (station_no),
  observer_id INTEGER NOT NULL REFERENCES observer (observer_id),
  visited_on TEXT NOT NULL,
  purpose TEXT NOT NULL,
  minutes INTEGER,
  "staff gauge (cm)" INTEGER,
  remark TEXT
);
