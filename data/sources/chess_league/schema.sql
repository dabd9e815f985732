CREATE TABLE venues (
  venue_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  town TEXT NOT NULL,
  postcode TEXT NOT NULL,
  boards_max INTEGER NOT NULL,
  step_free INTEGER,
  rent REAL NOT NULL
);

CREATE TABLE clubs (
  club_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  "short name" TEXT NOT NULL,
  founded_year INTEGER NOT NULL,
  venue_id INTEGER NOT NULL REFERENCES venues (venue_id),
  contact_email TEXT
);

CREATE TABLE arbiters (
  arbiter_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  licence_no TEXT NOT NULL UNIQUE,
  grade TEXT,
  licensed_until DATE NOT NULL
);

CREATE TABLE players (
  player_id INTEGER PRIMARY KEY,
  club_id INTEGER NOT NULL REFERENCES clubs (club_id),
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  born_on DATE,
  title TEXT,
  member_no TEXT NOT NULL,
  joined_on DATE NOT NULL,
  left_on DATE
);

CREATE TABLE ratings (
  player_id INTEGER NOT NULL REFERENCES players (player_id),
  month TEXT NOT NULL,
  rating INTEGER NOT NULL,
  games INTEGER NOT NULL,
  PRIMARY KEY (player_id, month)
);

CREATE TABLE seasons (
  season_id INTEGER PRIMARY KEY,
  label TEXT NOT NULL UNIQUE,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL
);

CREATE TABLE teams (
  team_id INTEGER PRIMARY KEY,
  season_id INTEGER NOT NULL REFERENCES seasons (season_id),
  club_id INTEGER NOT NULL REFERENCES clubs (club_id),
  team_no INTEGER NOT NULL,
  division INTEGER NOT NULL,
  captain_id INTEGER REFERENCES players (player_id),
  UNIQUE (season_id, club_id, team_no)
);

CREATE TABLE rounds (
  round_id INTEGER PRIMARY KEY,
  season_id INTEGER NOT NULL REFERENCES seasons (season_id),
  division INTEGER NOT NULL,
  round_no INTEGER NOT NULL,
  planned_on DATE NOT NULL
);

CREATE TABLE matches (
  match_id INTEGER PRIMARY KEY,
  round_id INTEGER NOT NULL REFERENCES rounds (round_id),
  home_team_id INTEGER NOT NULL REFERENCES teams (team_id),
  away_team_id INTEGER NOT NULL REFERENCES teams (team_id),
  venue_id INTEGER NOT NULL REFERENCES venues (venue_id),
  arbiter_id INTEGER REFERENCES arbiters (arbiter_id),
  status TEXT NOT NULL,
  played_on DATE,
  home_points REAL,
  away_points REAL
);

CREATE TABLE openings (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  family TEXT NOT NULL
);

CREATE TABLE games (
  match_id INTEGER NOT NULL REFERENCES matches (match_id),
  board INTEGER NOT NULL,
  white_id INTEGER REFERENCES players (player_id),
  black_id INTEGER REFERENCES players (player_id),
  result TEXT NOT NULL,
  ended_by TEXT NOT NULL,
  moves INTEGER,
  opening_code TEXT REFERENCES openings (code),
  PRIMARY KEY (match_id, board)
);

CREATE TABLE protests (
  protest_id INTEGER PRIMARY KEY,
  match_id INTEGER NOT NULL REFERENCES matches (match_id),
  team_id INTEGER NOT NULL REFERENCES teams (team_id),
  filed_on DATE NOT NULL,
  reason TEXT NOT NULL,
  decision TEXT,
  fee REAL NOT NULL,
  note TEXT
);
