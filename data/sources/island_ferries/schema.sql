CREATE TABLE ports (
  port_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  local_name TEXT,
  island TEXT NOT NULL,
  postcode TEXT NOT NULL,
  residents INTEGER,
  has_car_ramp INTEGER NOT NULL
);

CREATE TABLE operators (
  operator_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  founded_year INTEGER NOT NULL,
  home_port_id INTEGER NOT NULL REFERENCES ports (port_id),
  phone TEXT,
  website TEXT
);

CREATE TABLE vessels (
  vessel_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  operator_id INTEGER NOT NULL REFERENCES operators (operator_id),
  built_year INTEGER NOT NULL,
  passenger_capacity INTEGER NOT NULL,
  car_capacity INTEGER,
  retired_on DATE
);

CREATE TABLE routes (
  route_id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  operator_id INTEGER NOT NULL REFERENCES operators (operator_id),
  from_port_id INTEGER NOT NULL REFERENCES ports (port_id),
  to_port_id INTEGER NOT NULL REFERENCES ports (port_id),
  distance_nm REAL NOT NULL,
  scheduled_minutes INTEGER NOT NULL,
  season TEXT NOT NULL
);

CREATE TABLE fares (
  route_id INTEGER NOT NULL REFERENCES routes (route_id),
  category TEXT NOT NULL,
  price REAL NOT NULL,
  PRIMARY KEY (route_id, category)
);

CREATE TABLE sailings (
  sailing_id INTEGER PRIMARY KEY,
  route_id INTEGER NOT NULL REFERENCES routes (route_id),
  vessel_id INTEGER NOT NULL REFERENCES vessels (vessel_id),
  departs_at DATETIME NOT NULL,
  status TEXT NOT NULL,
  delay_minutes INTEGER
);

CREATE TABLE tickets (
  ticket_id INTEGER PRIMARY KEY,
  sailing_id INTEGER NOT NULL REFERENCES sailings (sailing_id),
  category TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  total_paid REAL NOT NULL,
  sold_via TEXT,
  voucher_code TEXT
);

CREATE TABLE incidents (
  incident_id INTEGER PRIMARY KEY,
  sailing_id INTEGER NOT NULL REFERENCES sailings (sailing_id),
  reported_on DATE NOT NULL,
  kind TEXT NOT NULL,
  note TEXT
);
