-- 001 How heavy, in kilograms, is a bicycle that people bring in, on average? Round to one decimal.
SELECT ROUND(AVG(WeightKg), 1) FROM Item WHERE Category = 'bicycle';

-- 002 How many repair attempts ended with the item fixed?
SELECT COUNT(*) FROM Repair WHERE Outcome = 'fixed';

-- 003 What different themes have sessions had? Leave out sessions without a theme, where it is
-- missing or empty.
SELECT DISTINCT Theme FROM Session WHERE Theme <> '';

-- 004 What is the street address of the Library Annex?
SELECT Street FROM Venue WHERE Name = 'Library Annex';

-- 005 How many minutes have been spent on attempts whose outcome was "not repairable"?
SELECT SUM(Minutes) FROM Repair WHERE Outcome = 'not repairable';

-- 006 What is the lowest price at which the café ever got hold of a screen?
SELECT MIN("Unit Price") FROM "Part Used" WHERE Description = 'screen';

-- 007 How many sessions were held at each venue? Give the venue's name and the number of sessions,
-- with 0 for venues where there was none; most sessions first.
SELECT v.Name, COUNT(s.SessionID) AS Sessions
FROM Venue AS v
LEFT JOIN Session AS s ON s.VenueID = v.VenueID
GROUP BY v.VenueID
ORDER BY Sessions DESC;

-- 008 Who has made the most attempts at repairing things of the brand Voltana? Give the name of the
-- volunteer.
SELECT v.FullName
FROM Repair AS r
JOIN Volunteer AS v ON v.VolunteerID = r.VolunteerID
JOIN Item AS i ON i.ItemID = r.ItemID
WHERE i.Brand = 'Voltana'
GROUP BY v.VolunteerID
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 009 Which volunteers who joined in 2022 are mentored by somebody who has a mentor too? Give the
-- volunteer and that volunteer's own mentor, in any order of rows.
SELECT v.FullName, m.FullName
FROM Volunteer AS v
JOIN Volunteer AS m ON m.VolunteerID = v.MentorID
WHERE m.MentorID IS NOT NULL AND v.JoinedOn LIKE '2022-%';

-- 010 Which brands of toaster have turned up? List each spelling once.
SELECT DISTINCT Brand FROM Item WHERE Category = 'toaster' AND Brand IS NOT NULL;

-- 011 Of which part have the most pieces been used, over all repairs together? Give its part
-- number.
SELECT "Part No" FROM "Part Used" GROUP BY "Part No" ORDER BY SUM(Quantity) DESC LIMIT 1;

-- 012 What did the parts for all wall clocks cost together, rounded to two decimals?
SELECT ROUND(SUM(p.Quantity * p."Unit Price"), 2)
FROM "Part Used" AS p
JOIN Repair AS r ON r.RepairID = p.RepairID
JOIN Item AS i ON i.ItemID = r.ItemID
WHERE i.Category = 'wall clock';

-- 013 For each outcome, how long did a repair attempt take on average? Give outcome and minutes,
-- rounded to one decimal, longest first.
SELECT Outcome, ROUND(AVG(Minutes), 1) AS AverageMinutes
FROM Repair
GROUP BY Outcome
ORDER BY AverageMinutes DESC;

-- 014 How many different visitors brought something to a session at Café Ölmühle?
SELECT COUNT(DISTINCT i.VisitorID)
FROM Item AS i
JOIN Session AS s ON s.SessionID = i.SessionID
JOIN Venue AS v ON v.VenueID = s.VenueID
WHERE v.Name = 'Café Ölmühle';

-- 015 Which skill do the most volunteers have?
SELECT Skill FROM VolunteerSkill GROUP BY Skill ORDER BY COUNT(*) DESC LIMIT 1;

-- 016 List the names of the volunteers with level 3 in textiles or woodwork, those who joined first
-- at the top.
SELECT FullName
FROM Volunteer
WHERE VolunteerID IN (
  SELECT VolunteerID FROM VolunteerSkill WHERE Level = 3 AND Skill IN ('textiles', 'woodwork')
)
ORDER BY JoinedOn;

-- 017 What share of the items brought in 2023 was fixed, in percent rounded to one decimal? An item
-- counts once, however many attempts it took.
SELECT ROUND(100 * AVG(i.ItemID IN (SELECT ItemID FROM Repair WHERE Outcome = 'fixed')), 1)
FROM Item AS i
JOIN Session AS s ON s.SessionID = i.SessionID
WHERE strftime('%Y', s.HeldOn) = '2023';

-- 018 In which category are there the most items that nobody ever tried to repair, and how many are
-- they?
SELECT i.Category, COUNT(*) AS Untouched
FROM Item AS i
LEFT JOIN Repair AS r ON r.ItemID = i.ItemID
WHERE r.RepairID IS NULL
GROUP BY i.Category
ORDER BY Untouched DESC
LIMIT 1;

-- 019 How many years old, on average, were laptops when they were brought in? Reckon with calendar
-- years, leave out laptops whose year is unknown, and round to two decimals.
SELECT ROUND(AVG(strftime('%Y', s.HeldOn) - i.BoughtYear), 2)
FROM Item AS i
JOIN Session AS s ON s.SessionID = i.SessionID
WHERE i.Category = 'laptop';

-- 020 Which visitors who get the newsletter have brought seven items or more? Give visitor number
-- and number of items, most items first, then by visitor number.
SELECT v.VisitorID, COUNT(*) AS Items
FROM Visitor AS v
JOIN Item AS i ON i.VisitorID = v.VisitorID
WHERE v.Newsletter = 'yes'
GROUP BY v.VisitorID
HAVING COUNT(*) >= 7
ORDER BY Items DESC, v.VisitorID;

-- 021 To which session were the most items brought? Give the day and the name of the venue.
SELECT s.HeldOn, v.Name
FROM Session AS s
JOIN Venue AS v ON v.VenueID = s.VenueID
JOIN Item AS i ON i.SessionID = s.SessionID
GROUP BY s.SessionID
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 022 Which volunteers have tried to repair things for visitors with the postcode 06108? List the
-- names, each once.
SELECT DISTINCT v.FullName
FROM Volunteer AS v
JOIN Repair AS r ON r.VolunteerID = v.VolunteerID
JOIN Item AS i ON i.ItemID = r.ItemID
JOIN Visitor AS g ON g.VisitorID = i.VisitorID
WHERE g.Postcode = '06108';

-- 023 What was the largest number of days between two sessions that followed one another?
WITH gaps AS (
  SELECT julianday(HeldOn) - julianday(LAG(HeldOn) OVER (ORDER BY HeldOn)) AS Days FROM Session
)
SELECT CAST(MAX(Days) AS INTEGER) FROM gaps;

-- 024 Which brands, ignoring upper and lower case and blanks, have been written in more than one
-- way? List them in small letters without blanks.
SELECT LOWER(REPLACE(Brand, ' ', '')) AS Plain
FROM Item
GROUP BY Plain
HAVING COUNT(DISTINCT Brand) > 1;

-- 025 Which venues have never hosted a session with the theme "textiles & tea"? List their names.
SELECT Name FROM Venue
EXCEPT
SELECT v.Name
FROM Venue AS v
JOIN Session AS s ON s.VenueID = v.VenueID
WHERE s.Theme = 'textiles & tea';

-- 026 Of the volunteers with at least 17 attempts, whose attempts took the longest on average?
SELECT v.FullName
FROM Volunteer AS v
JOIN Repair AS r ON r.VolunteerID = v.VolunteerID
GROUP BY v.VolunteerID
HAVING COUNT(*) >= 17
ORDER BY AVG(r.Minutes) DESC
LIMIT 1;

-- 027 How many items were fixed in the end, but not at the first attempt?
SELECT COUNT(*)
FROM (
  SELECT ItemID
  FROM Repair
  GROUP BY ItemID
  HAVING COUNT(*) > 1 AND MAX(Outcome = 'fixed') = 1
);

-- 028 For each year, which category was brought most often? Give year, category and number of
-- items, in order of the years; where categories are level, give all of them, in alphabetical
-- order.
WITH counted AS (
  SELECT strftime('%Y', s.HeldOn) AS Year, i.Category, COUNT(*) AS Items
  FROM Item AS i
  JOIN Session AS s ON s.SessionID = i.SessionID
  GROUP BY Year, i.Category
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY Year ORDER BY Items DESC) AS Place FROM counted
)
SELECT Year, Category, Items FROM ranked WHERE Place = 1 ORDER BY Year, Category;

-- 029 How are the visitors spread over the generations? Count those born before 1960 as "senior",
-- those born in 1995 or later as "young" and the ones between as "middle", those without a birth
-- year as "unknown". Give group and number.
SELECT
  CASE
    WHEN BornYear IS NULL THEN 'unknown'
    WHEN BornYear < 1960 THEN 'senior'
    WHEN BornYear >= 1995 THEN 'young'
    ELSE 'middle'
  END AS AgeGroup,
  COUNT(*)
FROM Visitor
GROUP BY AgeGroup;

-- 030 How much did the parts cost that Mehmet Aydinel (with the dotted i) has used, rounded to two
-- decimals?
SELECT ROUND(SUM(p.Quantity * p."Unit Price"), 2)
FROM Volunteer AS v
JOIN Repair AS r ON r.VolunteerID = v.VolunteerID
JOIN "Part Used" AS p ON p.RepairID = r.RepairID
WHERE v.FullName = 'Mehmet Aydinel';

-- 031 How heavy, in kilograms, was the heaviest item that Salma Bennouna could fix?
SELECT MAX(i.WeightKg)
FROM Item AS i
JOIN Repair AS r ON r.ItemID = i.ItemID
JOIN Volunteer AS v ON v.VolunteerID = r.VolunteerID
WHERE r.Outcome = 'fixed' AND v.FullName = 'Salma Bennouna';

-- 032 Which volunteers have never made an attempt on a bicycle, though they have the skill
-- "bicycles"? List their names.
SELECT v.FullName
FROM Volunteer AS v
JOIN VolunteerSkill AS k ON k.VolunteerID = v.VolunteerID
WHERE k.Skill = 'bicycles'
  AND v.VolunteerID NOT IN (
    SELECT r.VolunteerID
    FROM Repair AS r
    JOIN Item AS i ON i.ItemID = r.ItemID
    WHERE i.Category = 'bicycle'
  );

-- 033 Mehmet Aydınel (with the dotless i) is the mentor of some volunteers, these are mentors of
-- others, and so on. Name everybody who comes after him, directly or through somebody else.
WITH RECURSIVE taught (VolunteerID) AS (
  SELECT VolunteerID FROM Volunteer WHERE FullName = 'Mehmet Aydınel'
  UNION
  SELECT v.VolunteerID FROM Volunteer AS v JOIN taught AS t ON v.MentorID = t.VolunteerID
)
SELECT v.FullName
FROM taught AS t
JOIN Volunteer AS v ON v.VolunteerID = t.VolunteerID
WHERE v.FullName <> 'Mehmet Aydınel';

-- 034 How many bicycles and scooters, taken together, were fixed at sessions with the theme
-- "bicycle day"?
SELECT COUNT(*)
FROM Repair AS r
JOIN Item AS i ON i.ItemID = r.ItemID
JOIN Session AS s ON s.SessionID = i.SessionID
WHERE s.Theme = 'bicycle day' AND i.Category IN ('bicycle', 'scooter') AND r.Outcome = 'fixed';

-- 035 At the sessions of which venue was the most money spent on parts?
SELECT v.Name
FROM Venue AS v
JOIN Session AS s ON s.VenueID = v.VenueID
JOIN Item AS i ON i.SessionID = s.SessionID
JOIN Repair AS r ON r.ItemID = i.ItemID
JOIN "Part Used" AS p ON p.RepairID = r.RepairID
GROUP BY v.VenueID
ORDER BY SUM(p.Quantity * p."Unit Price") DESC
LIMIT 1;

-- 036 Which different themes did the sessions at the Library Annex have? Leave out sessions whose
-- theme is missing or empty.
SELECT DISTINCT s.Theme
FROM Session AS s
JOIN Venue AS v ON v.VenueID = s.VenueID
WHERE v.Name = 'Library Annex' AND s.Theme <> '';

-- 037 Who was mentor to more volunteers than anybody else, and to how many?
SELECT m.FullName, COUNT(*) AS Mentees
FROM Volunteer AS v
JOIN Volunteer AS m ON m.VolunteerID = v.MentorID
GROUP BY m.VolunteerID
ORDER BY Mentees DESC
LIMIT 1;

-- 038 How many repair attempts were made in the afternoon sessions, those that open at 13:00 or
-- later?
SELECT COUNT(*)
FROM Repair AS r
JOIN Item AS i ON i.ItemID = r.ItemID
JOIN Session AS s ON s.SessionID = i.SessionID
WHERE s.OpensAt >= '13:00';

-- 039 Give, for each brand of phone, the brand and the average weight in kilograms, rounded to
-- three decimals. Spellings count as different brands; leave out phones without a brand.
SELECT Brand, ROUND(AVG(WeightKg), 3)
FROM Item
WHERE Category = 'phone' AND Brand IS NOT NULL
GROUP BY Brand;
