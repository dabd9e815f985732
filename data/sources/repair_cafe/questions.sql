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

-- 040 How many visitors have brought something to a session at the Library Annex as well as to one
-- at St. Agnes Hall?
SELECT COUNT(*)
FROM (
  SELECT i.VisitorID
  FROM Item AS i
  JOIN Session AS s ON s.SessionID = i.SessionID
  JOIN Venue AS v ON v.VenueID = s.VenueID
  WHERE v.Name = 'Library Annex'
  INTERSECT
  SELECT i.VisitorID
  FROM Item AS i
  JOIN Session AS s ON s.SessionID = i.SessionID
  JOIN Venue AS v ON v.VenueID = s.VenueID
  WHERE v.Name = 'St. Agnes Hall'
);

-- 041 Some repairs swallow seven pieces of the same part. Which parts has that happened with? Each
-- description once.
SELECT DISTINCT Description FROM "Part Used" WHERE Quantity = 7;

-- 042 Suppose the council paid us 9.50 for every attempt that ends with the item fixed and 4.00 for
-- every one that ends with advice given, and nothing for the rest. What would we have got so far?
SELECT SUM(CASE Outcome WHEN 'fixed' THEN 9.5 WHEN 'advice given' THEN 4 ELSE 0 END) FROM Repair;

-- 043 Which phone number do we have for Bao Trân Quill?
SELECT Phone FROM Volunteer WHERE FullName = 'Bao Trân Quill';

-- 044 When a session had any parts built into bicycles, what did those cost it on average? Add up
-- quantity times unit price per session, and round the mean to two decimals.
SELECT ROUND(AVG(Spent), 2)
FROM (
  SELECT SUM(p.Quantity * p."Unit Price") AS Spent
  FROM "Part Used" AS p
  JOIN Repair AS r ON r.RepairID = p.RepairID
  JOIN Item AS i ON i.ItemID = r.ItemID
  WHERE i.Category = 'bicycle'
  GROUP BY i.SessionID
);

-- 045 Who were the early ones? Number the volunteers who had joined by the 6th of June 2020: those
-- from the first day get 1, those of the next joining day 2 and so on, so that people who joined
-- together share a number and none is left out. Name and number, in any order.
SELECT FullName, DENSE_RANK() OVER (ORDER BY JoinedOn)
FROM Volunteer
WHERE JoinedOn <= '2020-06-06';

-- 046 How many minutes did an attempt on a bicycle take on average at the sessions with the theme
-- "bicycle day"? Round to one decimal.
SELECT ROUND(AVG(r.Minutes), 1)
FROM Repair AS r
JOIN Item AS i ON i.ItemID = r.ItemID AND i.Category = 'bicycle'
JOIN Session AS s ON s.SessionID = i.SessionID AND s.Theme = 'bicycle day';

-- 047 How many people born in 1980 or later are in our visitors' list without ever having brought a
-- thing?
SELECT COUNT(*)
FROM Visitor AS v
LEFT JOIN Item AS i ON i.VisitorID = v.VisitorID
WHERE i.ItemID IS NULL AND v.BornYear >= 1980;

-- 048 How long are our sessions? Tell "two hours" (up to 120 minutes between opening and closing)
-- from "three hours" (more, up to 180) and "long" (still more), and count the sessions of each
-- kind.
SELECT
  CASE
    WHEN strftime('%s', ClosesAt) - strftime('%s', OpensAt) <= 7200 THEN 'two hours'
    WHEN strftime('%s', ClosesAt) - strftime('%s', OpensAt) <= 10800 THEN 'three hours'
    ELSE 'long'
  END AS Length,
  COUNT(*)
FROM Session
GROUP BY Length;

-- 049 In which year was the oldest person born, among those whose birth year we know, for whom a
-- lawn mower has been fixed?
SELECT MIN(g.BornYear)
FROM Repair AS r
JOIN Item AS i ON i.ItemID = r.ItemID AND i.Category = 'lawn mower' AND r.Outcome = 'fixed'
JOIN Visitor AS g ON g.VisitorID = i.VisitorID;

-- 050 Ngozi Imhof has a mentor. Who is it?
SELECT m.FullName
FROM Volunteer AS v
JOIN Volunteer AS m ON m.VolunteerID = v.MentorID
WHERE v.FullName = 'Ngozi Imhof';

-- 051 From which postcodes do people come with sewing machines of the brand written Naehkoenig?
-- Each postcode once; leave out people who gave none.
SELECT DISTINCT v.Postcode
FROM Visitor AS v
JOIN Item AS i ON i.VisitorID = v.VisitorID
WHERE i.Brand = 'Naehkoenig' AND v.Postcode IS NOT NULL;

-- 052 How busy were the years? For each calendar year, give the number of repair attempts at its
-- sessions and how many minutes an attempt took on average, to one decimal. Year first; any order
-- of rows.
SELECT strftime('%Y', s.HeldOn) AS Year, COUNT(*), ROUND(AVG(r.Minutes), 1)
FROM Repair AS r
JOIN Item AS i ON i.ItemID = r.ItemID
JOIN Session AS s ON s.SessionID = i.SessionID
GROUP BY Year;

-- 053 How many times has one visitor brought exactly two items to one and the same session at St.
-- Agnes Hall?
WITH brought AS (
  SELECT COUNT(*) AS Items
  FROM Item AS i
  JOIN Session AS s ON s.SessionID = i.SessionID
  JOIN Venue AS v ON v.VenueID = s.VenueID
  WHERE v.Name = 'St. Agnes Hall'
  GROUP BY i.SessionID, i.VisitorID
)
SELECT COUNT(*) FROM brought WHERE Items = 2;

-- 054 Trousers bore some people. Who has the skill "textiles", but has never had a go at trousers?
-- List the names.
SELECT v.FullName
FROM Volunteer AS v
JOIN VolunteerSkill AS k ON k.VolunteerID = v.VolunteerID AND k.Skill = 'textiles'
EXCEPT
SELECT v.FullName
FROM Volunteer AS v
JOIN Repair AS r ON r.VolunteerID = v.VolunteerID
JOIN Item AS i ON i.ItemID = r.ItemID
WHERE i.Category = 'trousers';

-- 055 At which venues has no backpack been fixed so far? Names, please.
SELECT v.Name
FROM Venue AS v
WHERE NOT EXISTS (
  SELECT *
  FROM Session AS s
  JOIN Item AS i ON i.SessionID = s.SessionID
  JOIN Repair AS r ON r.ItemID = i.ItemID
  WHERE s.VenueID = v.VenueID AND i.Category = 'backpack' AND r.Outcome = 'fixed'
);

-- 056 How many pieces of the part 02010 has Aurélie d'Estrelle used up over the years?
SELECT SUM(p.Quantity)
FROM "Part Used" AS p
JOIN Repair AS r ON r.RepairID = p.RepairID
JOIN Volunteer AS v ON v.VolunteerID = r.VolunteerID
WHERE v.FullName = 'Aurélie d''Estrelle' AND p."Part No" = '02010';

-- 057 Do heavy things get fixed less often? Sort the items into "light" (under 2 kilograms),
-- "medium" (2 to under 10), "heavy" (10 or more) and "not weighed", and give each group with the
-- percentage of attempts on its items that ended with the item fixed, to one decimal.
SELECT
  CASE
    WHEN i.WeightKg < 2 THEN 'light'
    WHEN i.WeightKg < 10 THEN 'medium'
    WHEN i.WeightKg >= 10 THEN 'heavy'
    ELSE 'not weighed'
  END AS Class,
  ROUND(100 * AVG(r.Outcome = 'fixed'), 1)
FROM Item AS i
JOIN Repair AS r ON r.ItemID = i.ItemID
GROUP BY Class;

-- 058 On which day was something of the brand Tempora brought to Café Ölmühle for the first time?
SELECT MIN(s.HeldOn)
FROM Item AS i
JOIN Session AS s ON s.SessionID = i.SessionID
JOIN Venue AS v ON v.VenueID = s.VenueID
WHERE i.Brand = 'Tempora' AND v.Name = 'Café Ölmühle';

-- 059 Draw me a curve of 2024: for each session from the 6th of July on, the day, the venue and how
-- many items had been brought since New Year up to and including that session. In order of time.
WITH counted AS (
  SELECT s.SessionID, s.HeldOn, v.Name, COUNT(i.ItemID) AS Items
  FROM Session AS s
  JOIN Venue AS v ON v.VenueID = s.VenueID
  JOIN Item AS i ON i.SessionID = s.SessionID
  WHERE strftime('%Y', s.HeldOn) = '2024'
  GROUP BY s.SessionID
), running AS (
  SELECT HeldOn, Name, SUM(Items) OVER (ORDER BY HeldOn) AS SoFar FROM counted
)
SELECT HeldOn, Name, SoFar FROM running WHERE HeldOn >= '2024-07-06' ORDER BY HeldOn;

-- 060 Do people come back? For every year, count the visitors who brought something that year, as
-- "new" if they had brought nothing in an earlier year and else as "returning". Year, the word, and
-- the number of visitors, by year and then with the new ones first.
WITH yearly AS (
  SELECT DISTINCT i.VisitorID, strftime('%Y', s.HeldOn) AS Year
  FROM Item AS i
  JOIN Session AS s ON s.SessionID = i.SessionID
), marked AS (
  SELECT
    Year,
    CASE
      WHEN Year = MIN(Year) OVER (PARTITION BY VisitorID) THEN 'new'
      ELSE 'returning'
    END AS Kind
  FROM yearly
)
SELECT Year, Kind, COUNT(*) FROM marked GROUP BY Year, Kind ORDER BY Year, Kind;

-- 061 Who has never made an attempt for anybody from the postcode 04318? List the names of these
-- volunteers, also of those who have made no attempt at all.
SELECT v.FullName
FROM Volunteer AS v
WHERE NOT EXISTS (
  SELECT *
  FROM Repair AS r
  JOIN Item AS i ON i.ItemID = r.ItemID
  JOIN Visitor AS g ON g.VisitorID = i.VisitorID
  WHERE r.VolunteerID = v.VolunteerID AND g.Postcode = '04318'
);

-- 062 Mentoring has made something of a family tree. Call volunteers without a mentor generation 1,
-- those they mentor generation 2, and so on: how many volunteers are there in each generation, and
-- how many repair attempts have they made together? Generation, volunteers, attempts, from the
-- first generation on.
WITH RECURSIVE tree (VolunteerID, Generation) AS (
  SELECT VolunteerID, 1 FROM Volunteer WHERE MentorID IS NULL
  UNION ALL
  SELECT v.VolunteerID, t.Generation + 1
  FROM Volunteer AS v
  JOIN tree AS t ON t.VolunteerID = v.MentorID
)
SELECT t.Generation, COUNT(DISTINCT t.VolunteerID), COUNT(r.RepairID)
FROM tree AS t
LEFT JOIN Repair AS r ON r.VolunteerID = t.VolunteerID
GROUP BY t.Generation
ORDER BY t.Generation;

-- 063 Which venue is luckiest? For each venue that has had sessions: its name, the number of items
-- brought there, and how many attempts ended with the item fixed. Most of these first.
SELECT
  v.Name,
  COUNT(DISTINCT i.ItemID),
  SUM(CASE WHEN r.Outcome = 'fixed' THEN 1 ELSE 0 END) AS Fixed
FROM Venue AS v
JOIN Session AS s ON s.VenueID = v.VenueID
JOIN Item AS i ON i.SessionID = s.SessionID
LEFT JOIN Repair AS r ON r.ItemID = i.ItemID
GROUP BY v.VenueID
ORDER BY Fixed DESC;

-- 064 Who came back soon with the same kind of trouble? Find the cases in which a visitor brought
-- an item to one session and another of the same category to a later one, held at most 21 days
-- after the first. Give the visitor's number and name and the category, by number.
SELECT v.VisitorID, v.FullName, a.Category
FROM Visitor AS v
JOIN Item AS a ON a.VisitorID = v.VisitorID
JOIN Session AS s ON s.SessionID = a.SessionID
JOIN Item AS b ON b.VisitorID = a.VisitorID AND b.Category = a.Category
JOIN Session AS t ON t.SessionID = b.SessionID AND t.HeldOn > s.HeldOn
WHERE julianday(t.HeldOn) - julianday(s.HeldOn) <= 21
ORDER BY v.VisitorID;
