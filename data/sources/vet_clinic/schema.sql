CREATE TABLE owner (
  ownerId INTEGER PRIMARY KEY,
  familyName TEXT NOT NULL,
  givenName TEXT,
  town TEXT NOT NULL,
  postcode TEXT,
  phone TEXT,
  email TEXT,
  registeredOn TEXT NOT NULL
);

CREATE TABLE species (
  speciesId INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  latinName TEXT,
  "order" TEXT NOT NULL
);

CREATE TABLE breed (
  breedId INTEGER PRIMARY KEY,
  speciesId INTEGER NOT NULL,
  name TEXT NOT NULL,
  isLarge INTEGER,
  FOREIGN KEY (speciesId) REFERENCES species (speciesId)
);

CREATE TABLE animal (
  animalId INTEGER PRIMARY KEY,
  ownerId INTEGER NOT NULL,
  speciesId INTEGER NOT NULL,
  breedId INTEGER,
  name TEXT NOT NULL,
  sex TEXT,
  neutered TEXT NOT NULL,
  bornOn TEXT,
  diedOn TEXT,
  chipNo TEXT,
  FOREIGN KEY (ownerId) REFERENCES owner (ownerId),
  FOREIGN KEY (speciesId) REFERENCES species (speciesId),
  FOREIGN KEY (breedId) REFERENCES breed (breedId)
);

CREATE TABLE vet (
  vetId INTEGER PRIMARY KEY,
  fullName TEXT NOT NULL,
  speciality TEXT,
  startedOn TEXT NOT NULL,
  leftOn TEXT,
  trainedBy INTEGER,
  FOREIGN KEY (trainedBy) REFERENCES vet (vetId)
);

CREATE TABLE visit (
  visitId INTEGER PRIMARY KEY,
  animalId INTEGER NOT NULL,
  vetId INTEGER NOT NULL,
  startedAt TEXT NOT NULL,
  reason TEXT NOT NULL,
  minutes INTEGER,
  weightKg REAL,
  temperatureC REAL,
  followsVisitId INTEGER,
  note TEXT,
  FOREIGN KEY (animalId) REFERENCES animal (animalId),
  FOREIGN KEY (vetId) REFERENCES vet (vetId),
  FOREIGN KEY (followsVisitId) REFERENCES visit (visitId)
);

CREATE TABLE diagnosis (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  bodySystem TEXT NOT NULL,
  isChronic INTEGER NOT NULL
);

CREATE TABLE finding (
  visitId INTEGER NOT NULL,
  code TEXT NOT NULL,
  certainty TEXT,
  PRIMARY KEY (visitId, code),
  FOREIGN KEY (visitId) REFERENCES visit (visitId),
  FOREIGN KEY (code) REFERENCES diagnosis (code)
);

CREATE TABLE medicine (
  medicineId INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  maker TEXT,
  form TEXT NOT NULL,
  isAntibiotic INTEGER NOT NULL,
  unitPrice REAL NOT NULL,
  stock INTEGER,
  "use by" TEXT
);

CREATE TABLE prescription (
  prescriptionId INTEGER PRIMARY KEY,
  visitId INTEGER NOT NULL,
  medicineId INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  days INTEGER,
  unitPrice REAL NOT NULL,
  instructions TEXT,
  FOREIGN KEY (visitId) REFERENCES visit (visitId),
  FOREIGN KEY (medicineId) REFERENCES medicine (medicineId)
);

CREATE TABLE vaccination (
  vaccinationId INTEGER PRIMARY KEY,
  visitId INTEGER NOT NULL,
  vaccine TEXT NOT NULL,
  batchNo TEXT,
  validUntil TEXT NOT NULL,
  FOREIGN KEY (visitId) REFERENCES visit (visitId)
);

CREATE TABLE invoice (
  invoiceNo TEXT PRIMARY KEY,
  visitId INTEGER NOT NULL UNIQUE,
  issuedOn TEXT NOT NULL,
  amount REAL NOT NULL,
  discountPercent INTEGER,
  method TEXT,
  paidOn TEXT,
  FOREIGN KEY (visitId) REFERENCES visit (visitId)
);
