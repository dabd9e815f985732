CREATE TABLE port (
  portId INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  localName TEXT,
  coast TEXT NOT NULL,
  harbourCode TEXT NOT NULL UNIQUE,
  hasIcePlant INTEGER NOT NULL,
  maxDraughtM REAL
);

CREATE TABLE skipper (
  skipperId INTEGER PRIMARY KEY,
  fullName TEXT NOT NULL,
  bornOn DATE,
  licenceNo TEXT NOT NULL UNIQUE,
  homePortId INTEGER REFERENCES port (portId),
  mobile TEXT
);

CREATE TABLE boat (
  boatId INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  registration TEXT NOT NULL UNIQUE,
  portId INTEGER NOT NULL REFERENCES port (portId),
  builtYear INTEGER,
  lengthM REAL NOT NULL,
  engineKw INTEGER,
  gear TEXT NOT NULL,
  soldOn DATE
);

CREATE TABLE species (
  speciesId INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  latinName TEXT NOT NULL,
  localName TEXT,
  "group" TEXT NOT NULL,
  minSizeCm INTEGER
);

CREATE TABLE landing (
  landingId INTEGER PRIMARY KEY,
  boatId INTEGER NOT NULL REFERENCES boat (boatId),
  skipperId INTEGER NOT NULL REFERENCES skipper (skipperId),
  portId INTEGER NOT NULL REFERENCES port (portId),
  landedAt DATETIME NOT NULL,
  daysAtSea INTEGER NOT NULL,
  iceKg INTEGER
);

CREATE TABLE lot (
  lotId INTEGER PRIMARY KEY,
  landingId INTEGER NOT NULL REFERENCES landing (landingId),
  speciesId INTEGER NOT NULL REFERENCES species (speciesId),
  sizeGrade INTEGER,
  freshness TEXT NOT NULL,
  boxes INTEGER NOT NULL,
  weightKg REAL NOT NULL,
  reservePrice REAL
);

CREATE TABLE buyer (
  buyerId INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  town TEXT NOT NULL,
  country TEXT NOT NULL,
  vatNo TEXT,
  registeredOn DATE NOT NULL,
  creditLimit INTEGER
);

CREATE TABLE bid (
  bidId INTEGER PRIMARY KEY,
  lotId INTEGER NOT NULL REFERENCES lot (lotId),
  buyerId INTEGER NOT NULL REFERENCES buyer (buyerId),
  pricePerKg REAL NOT NULL,
  placedAt DATETIME NOT NULL,
  channel TEXT
);

CREATE TABLE sale (
  lotId INTEGER PRIMARY KEY REFERENCES lot (lotId),
  buyerId INTEGER NOT NULL REFERENCES buyer (buyerId),
  invoiceNo TEXT NOT NULL UNIQUE,
  pricePerKg REAL NOT NULL,
  soldAt DATETIME NOT NULL,
  paidOn DATE
);

CREATE TABLE claim (
  claimId INTEGER PRIMARY KEY,
  lotId INTEGER NOT NULL REFERENCES sale (lotId),
  filedOn DATE NOT NULL,
  reason TEXT NOT NULL,
  remark TEXT,
  refund REAL,
  settledOn DATE
);

CREATE TABLE quota (
  boatId INTEGER NOT NULL REFERENCES boat (boatId),
  speciesId INTEGER NOT NULL REFERENCES species (speciesId),
  year INTEGER NOT NULL,
  kg INTEGER NOT NULL,
  PRIMARY KEY (boatId, speciesId, year)
);

CREATE TABLE quotaTransfer (
  transferId INTEGER PRIMARY KEY,
  fromBoatId INTEGER NOT NULL REFERENCES boat (boatId),
  toBoatId INTEGER NOT NULL REFERENCES boat (boatId),
  speciesId INTEGER NOT NULL REFERENCES species (speciesId),
  year INTEGER NOT NULL,
  kg INTEGER NOT NULL,
  pricePerKg REAL,
  agreedOn DATE NOT NULL
);
