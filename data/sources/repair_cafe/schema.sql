CREATE TABLE Venue (
  VenueID INTEGER PRIMARY KEY,
  Name VARCHAR(60) NOT NULL,
  Street VARCHAR(60),
  Postcode CHAR(5) NOT NULL,
  Seats INTEGER
);

CREATE TABLE Session (
  SessionID INTEGER PRIMARY KEY,
  VenueID INTEGER NOT NULL,
  HeldOn DATE NOT NULL,
  OpensAt CHAR(5) NOT NULL,
  ClosesAt CHAR(5) NOT NULL,
  Theme VARCHAR(40),
  FOREIGN KEY (VenueID) REFERENCES Venue (VenueID)
);

CREATE TABLE Volunteer (
  VolunteerID INTEGER PRIMARY KEY,
  FullName VARCHAR(60) NOT NULL,
  JoinedOn DATE NOT NULL,
  Phone VARCHAR(20),
  MentorID INTEGER,
  FOREIGN KEY (MentorID) REFERENCES Volunteer (VolunteerID)
);

CREATE TABLE VolunteerSkill (
  VolunteerID INTEGER NOT NULL,
  Skill VARCHAR(30) NOT NULL,
  Level INTEGER NOT NULL CHECK (Level BETWEEN 1 AND 3),
  PRIMARY KEY (VolunteerID, Skill),
  FOREIGN KEY (VolunteerID) REFERENCES Volunteer (VolunteerID)
);

CREATE TABLE Visitor (
  VisitorID INTEGER PRIMARY KEY,
  FullName VARCHAR(60) NOT NULL,
  Postcode CHAR(5),
  BornYear INTEGER,
  Newsletter VARCHAR(3)
);

CREATE TABLE Item (
  ItemID INTEGER PRIMARY KEY,
  SessionID INTEGER NOT NULL,
  VisitorID INTEGER NOT NULL,
  Category VARCHAR(30) NOT NULL,
  Brand VARCHAR(30),
  BoughtYear INTEGER,
  WeightKg REAL,
  FOREIGN KEY (SessionID) REFERENCES Session (SessionID),
  FOREIGN KEY (VisitorID) REFERENCES Visitor (VisitorID)
);

CREATE TABLE Repair (
  RepairID INTEGER PRIMARY KEY,
  ItemID INTEGER NOT NULL,
  VolunteerID INTEGER NOT NULL,
  Minutes INTEGER,
  Outcome VARCHAR(20) NOT NULL,
  Remark TEXT,
  FOREIGN KEY (ItemID) REFERENCES Item (ItemID),
  FOREIGN KEY (VolunteerID) REFERENCES Volunteer (VolunteerID)
);

CREATE TABLE "Part Used" (
  RepairID INTEGER NOT NULL,
  "Part No" CHAR(5) NOT NULL,
  Description VARCHAR(40) NOT NULL,
  Quantity INTEGER NOT NULL,
  "Unit Price" REAL NOT NULL,
  PRIMARY KEY (RepairID, "Part No"),
  FOREIGN KEY (RepairID) REFERENCES Repair (RepairID)
);
