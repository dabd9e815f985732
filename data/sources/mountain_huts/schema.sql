CREATE TABLE sections (
  section_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  town TEXT NOT NULL,
  founded_year INTEGER NOT NULL,
  members INTEGER,
  phone TEXT
);

CREATE TABLE huts (
  hut_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  local_name TEXT,
  valley TEXT NOT NULL,
  altitude_m INTEGER NOT NULL,
  beds INTEGER NOT NULL,
  kind TEXT NOT NULL,
  section_id INTEGER REFERENCES sections (section_id),
  built_year INTEGER,
  radio_no TEXT,
  has_winter_room INTEGER NOT NULL
);

CREATE TABLE wardens (
  warden_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  born_year INTEGER,
  languages TEXT,
  phone TEXT
);

CREATE TABLE warden_terms (
  term_id INTEGER PRIMARY KEY,
  hut_id INTEGER NOT NULL REFERENCES huts (hut_id),
  warden_id INTEGER NOT NULL REFERENCES wardens (warden_id),
  role TEXT NOT NULL,
  "from" DATE NOT NULL,
  "to" DATE
);

CREATE TABLE trails (
  trail_id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT,
  start_village TEXT,
  start_hut_id INTEGER REFERENCES huts (hut_id),
  end_hut_id INTEGER NOT NULL REFERENCES huts (hut_id),
  length_km REAL NOT NULL,
  ascent_m INTEGER NOT NULL,
  descent_m INTEGER NOT NULL,
  walking_minutes INTEGER NOT NULL,
  grade TEXT NOT NULL
);

CREATE TABLE hikers (
  hiker_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  country TEXT,
  born_on DATE,
  section_id INTEGER REFERENCES sections (section_id),
  membership_no TEXT
);

CREATE TABLE bookings (
  booking_id INTEGER PRIMARY KEY,
  hut_id INTEGER NOT NULL REFERENCES huts (hut_id),
  hiker_id INTEGER NOT NULL REFERENCES hikers (hiker_id),
  booked_on DATE NOT NULL,
  arrives_on DATE NOT NULL,
  nights INTEGER NOT NULL,
  guests INTEGER NOT NULL,
  board TEXT,
  channel TEXT NOT NULL,
  status TEXT NOT NULL,
  paid REAL
);

CREATE TABLE products (
  product_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  unit TEXT NOT NULL,
  kg_per_unit REAL NOT NULL,
  price_per_unit REAL
);

CREATE TABLE supply_flights (
  flight_id INTEGER PRIMARY KEY,
  hut_id INTEGER NOT NULL REFERENCES huts (hut_id),
  flown_on DATE NOT NULL,
  pilot TEXT,
  minutes INTEGER NOT NULL,
  cost REAL
);

CREATE TABLE flight_loads (
  flight_id INTEGER NOT NULL REFERENCES supply_flights (flight_id),
  product_id INTEGER NOT NULL REFERENCES products (product_id),
  quantity INTEGER NOT NULL,
  PRIMARY KEY (flight_id, product_id)
);

CREATE TABLE weather_notes (
  hut_id INTEGER NOT NULL REFERENCES huts (hut_id),
  noted_on DATE NOT NULL,
  sky TEXT,
  temp_c REAL,
  "wind (km/h)" INTEGER,
  snow_cm INTEGER,
  remark TEXT,
  PRIMARY KEY (hut_id, noted_on)
);

CREATE TABLE trail_reports (
  report_id INTEGER PRIMARY KEY,
  trail_id INTEGER NOT NULL REFERENCES trails (trail_id),
  hiker_id INTEGER REFERENCES hikers (hiker_id),
  reported_on DATE NOT NULL,
  condition TEXT NOT NULL,
  note TEXT
);
