CREATE TABLE studios (
  studio_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  building TEXT NOT NULL,
  floor INTEGER,
  seats INTEGER NOT NULL,
  hourly_cost REAL NOT NULL
);

CREATE TABLE hosts (
  host_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  joined_on DATE NOT NULL,
  left_on DATE,
  phone TEXT,
  quarter TEXT,
  trained_by INTEGER REFERENCES hosts (host_id)
);

CREATE TABLE shows (
  show_id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  native_title TEXT,
  language TEXT NOT NULL,
  genre TEXT NOT NULL,
  weekday TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  slot_minutes INTEGER NOT NULL,
  every_weeks INTEGER NOT NULL,
  first_aired DATE NOT NULL,
  ended_on DATE
);

CREATE TABLE show_hosts (
  show_id INTEGER NOT NULL REFERENCES shows (show_id),
  host_id INTEGER NOT NULL REFERENCES hosts (host_id),
  role TEXT NOT NULL,
  since DATE NOT NULL,
  PRIMARY KEY (show_id, host_id)
);

CREATE TABLE artists (
  artist_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  genre TEXT NOT NULL,
  country TEXT,
  formed_year INTEGER NOT NULL,
  is_local INTEGER NOT NULL
);

CREATE TABLE tracks (
  track_id INTEGER PRIMARY KEY,
  artist_id INTEGER NOT NULL REFERENCES artists (artist_id),
  title TEXT NOT NULL,
  release_year INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  shelf_code TEXT
);

CREATE TABLE broadcasts (
  broadcast_id INTEGER PRIMARY KEY,
  show_id INTEGER NOT NULL REFERENCES shows (show_id),
  studio_id INTEGER NOT NULL REFERENCES studios (studio_id),
  aired_at DATETIME NOT NULL,
  kind TEXT NOT NULL,
  presenter_id INTEGER REFERENCES hosts (host_id),
  repeat_of INTEGER REFERENCES broadcasts (broadcast_id),
  peak_listeners INTEGER
);

CREATE TABLE plays (
  broadcast_id INTEGER NOT NULL REFERENCES broadcasts (broadcast_id),
  position INTEGER NOT NULL,
  track_id INTEGER NOT NULL REFERENCES tracks (track_id),
  PRIMARY KEY (broadcast_id, position)
);

CREATE TABLE messages (
  message_id INTEGER PRIMARY KEY,
  broadcast_id INTEGER NOT NULL REFERENCES broadcasts (broadcast_id),
  sent_at DATETIME NOT NULL,
  channel TEXT NOT NULL,
  "from" TEXT,
  topic TEXT NOT NULL,
  wanted_track_id INTEGER REFERENCES tracks (track_id),
  body TEXT
);

CREATE TABLE donors (
  donor_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  postcode TEXT,
  email TEXT,
  member_since DATE
);

CREATE TABLE donations (
  donation_id INTEGER PRIMARY KEY,
  donor_id INTEGER NOT NULL REFERENCES donors (donor_id),
  show_id INTEGER REFERENCES shows (show_id),
  given_on DATE NOT NULL,
  amount REAL NOT NULL,
  method TEXT NOT NULL
);

CREATE TABLE outages (
  outage_id INTEGER PRIMARY KEY,
  studio_id INTEGER NOT NULL REFERENCES studios (studio_id),
  began_at DATETIME NOT NULL,
  ended_at DATETIME,
  cause TEXT NOT NULL,
  note TEXT
);
