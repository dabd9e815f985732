-- 001 All the bivouacs taken together: how many people can sleep in them?
SELECT SUM(beds) FROM huts WHERE kind = 'bivouac';

-- 002 How high up, in metres, is the highest hut that is staffed?
SELECT MAX(altitude_m) FROM huts WHERE kind = 'staffed';

-- 003 What temperature did the wardens note on average when there was fog? Leave out notes without
-- a temperature and round to two decimals.
SELECT ROUND(AVG(temp_c), 2) FROM weather_notes WHERE sky = 'fog';

-- 004 From which countries are the hikers? Each country code once, without hikers whose country
-- nobody knows.
SELECT DISTINCT country FROM hikers WHERE country IS NOT NULL;

-- 005 What do the people there call the Five Ponds Hut, in their own language?
SELECT local_name FROM huts WHERE name = 'Five Ponds Hut';

-- 006 What did the dearest flight with Régis Cordier as pilot cost?
SELECT MAX(cost) FROM supply_flights WHERE pilot = 'Régis Cordier';

-- 007 How many of the products on the list have been flown up at least once?
SELECT COUNT(DISTINCT product_id) FROM flight_loads;

-- 008 Which sections have their seat in Harlau? Their names, please.
SELECT name FROM sections WHERE town = 'Harlau';

-- 009 I have to call whoever answers radio number 0433. Which hut is that?
SELECT name FROM huts WHERE radio_no = '0433';

-- 010 Which huts belong to no section, so are privately owned? List their names.
SELECT name FROM huts WHERE section_id IS NULL;

-- 011 What is the most that any one hut had flown in within a single calendar year, in kilograms?
-- Round to one decimal.
SELECT ROUND(MAX(kg), 1)
FROM (
  SELECT SUM(l.quantity * p.kg_per_unit) AS kg
  FROM supply_flights AS f
  JOIN flight_loads AS l ON l.flight_id = f.flight_id
  JOIN products AS p ON p.product_id = l.product_id
  GROUP BY f.hut_id, strftime('%Y', f.flown_on)
);

-- 012 Some people plan far ahead: how many bookings were made more than 180 days before arrival?
SELECT COUNT(*) FROM bookings WHERE julianday(arrives_on) - julianday(booked_on) > 180;

-- 013 How many of the hikers who have stayed at the Vessenburg Hut (the old one) have also signed a
-- trail report?
SELECT COUNT(*)
FROM (
  SELECT b.hiker_id
  FROM bookings AS b
  JOIN huts AS h ON h.hut_id = b.hut_id
  WHERE h.name = 'Vessenburg Hut' AND b.status = 'stayed'
  INTERSECT
  SELECT hiker_id FROM trail_reports
);

-- 014 For every kind of hut I'd like one line: the kind, how many huts there are, and how many beds
-- they have on average, rounded to one decimal.
SELECT kind, COUNT(*), ROUND(AVG(beds), 1) FROM huts GROUP BY kind;

-- 015 Which staffed huts had no deputy on 1 August 2024? A term counts from its first to its last
-- day, and one without an end is still running.
SELECT h.name
FROM huts AS h
WHERE h.kind = 'staffed'
  AND NOT EXISTS (
    SELECT 1
    FROM warden_terms AS t
    WHERE t.hut_id = h.hut_id
      AND t.role = 'deputy'
      AND '2024-08-01' BETWEEN t."from" AND COALESCE(t."to", '9999-12-31')
  );

-- 016 How many overnight stays has the Kessel Hut had? Two people for three nights are six, and
-- only bookings of people who really stayed count.
SELECT SUM(b.nights * b.guests)
FROM bookings AS b
JOIN huts AS h ON h.hut_id = b.hut_id
WHERE h.name = 'Kessel Hut' AND b.status = 'stayed';

-- 017 What did a booking with half board bring in on average, looking only at people who stayed and
-- have paid? Round to two decimals.
SELECT ROUND(AVG(paid), 2) FROM bookings WHERE board = 'half board' AND status = 'stayed';

-- 018 Give code and walking time in minutes of the trails graded T6, the one that takes longest
-- first.
SELECT code, walking_minutes FROM trails WHERE grade = 'T6' ORDER BY walking_minutes DESC;

-- 019 How many of the hikers who are members of a section have never made a booking?
SELECT COUNT(*)
FROM hikers AS k
LEFT JOIN bookings AS b ON b.hiker_id = k.hiker_id
WHERE b.booking_id IS NULL AND k.section_id IS NOT NULL;

-- 020 Do people plan ahead? Divide all bookings into those made "on the day" of arrival, those made
-- "within a week" (1 to 7 days before) and those made "earlier". Give group and number.
SELECT
  CASE
    WHEN booked_on = arrives_on THEN 'on the day'
    WHEN julianday(arrives_on) - julianday(booked_on) <= 7 THEN 'within a week'
    ELSE 'earlier'
  END AS made,
  COUNT(*)
FROM bookings
GROUP BY made;

-- 021 Which hut is the youngest, the one that was built last?
SELECT name FROM huts ORDER BY built_year DESC LIMIT 1;

-- 022 How many different hikers from Japan (JP) have booked a hut in the Grauental, whatever became
-- of the booking?
SELECT COUNT(DISTINCT b.hiker_id)
FROM bookings AS b
JOIN hikers AS k ON k.hiker_id = b.hiker_id
JOIN huts AS h ON h.hut_id = b.hut_id
WHERE k.country = 'JP' AND h.valley = 'Grauental';

-- 023 Of the bookings with arrival in 2024, what percentage came in over the web? One decimal.
SELECT ROUND(100.0 * SUM(CASE WHEN channel = 'web' THEN 1 ELSE 0 END) / COUNT(*), 1)
FROM bookings
WHERE strftime('%Y', arrives_on) = '2024';

-- 024 At which hut does the trail called Rosengrat Link begin?
SELECT h.name
FROM trails AS t
JOIN huts AS h ON h.hut_id = t.start_hut_id
WHERE t.name = 'Rosengrat Link';

-- 025 Name the villages from which a marked trail of grade T2 sets out, in alphabetical order.
SELECT start_village FROM trails WHERE grade = 'T2' AND start_village IS NOT NULL ORDER BY 1;

-- 026 How many flights has each pilot flown, and for how many of them is the cost still missing?
-- Pilot, flights, flights without a cost; never mind the flights with no pilot written down.
SELECT pilot, COUNT(*), SUM(CASE WHEN cost IS NULL THEN 1 ELSE 0 END)
FROM supply_flights
WHERE pilot IS NOT NULL
GROUP BY pilot;

-- 027 How many times have members booked a hut that belongs to their own section? Count every
-- booking, cancelled or not.
SELECT COUNT(*)
FROM bookings AS b
JOIN hikers AS k ON k.hiker_id = b.hiker_id
JOIN huts AS h ON h.hut_id = b.hut_id AND h.section_id = k.section_id;

-- 028 Which huts have taken bookings but never had anything flown in? List their names.
SELECT h.name
FROM huts AS h
JOIN bookings AS b ON b.hut_id = h.hut_id
EXCEPT
SELECT h.name
FROM huts AS h
JOIN supply_flights AS f ON f.hut_id = h.hut_id;

-- 029 Give the codes of the trails that nobody has sent in a report on.
SELECT t.code
FROM trails AS t
WHERE NOT EXISTS (SELECT 1 FROM trail_reports AS r WHERE r.trail_id = t.trail_id);

-- 030 Counting everybody in a party, how many guests arrived in July 2023 at huts of the Klub
-- Łomica and stayed?
SELECT SUM(b.guests)
FROM bookings AS b
JOIN huts AS h ON h.hut_id = b.hut_id
JOIN sections AS s ON s.section_id = h.section_id
WHERE s.name = 'Klub Łomica'
  AND b.status = 'stayed'
  AND strftime('%Y-%m', b.arrives_on) = '2023-07';

-- 031 How many kilograms of drinks has Régis Cordier flown up, rounded to one decimal?
SELECT ROUND(SUM(l.quantity * p.kg_per_unit), 1)
FROM supply_flights AS f
JOIN flight_loads AS l ON l.flight_id = f.flight_id
JOIN products AS p ON p.product_id = l.product_id
WHERE f.pilot = 'Régis Cordier' AND p.category = 'drink';

-- 032 Which wardens have been in charge as "lead" at two or more different huts that lie higher
-- than 2387 m, the altitude of the Grauhorn Hut? Just the names.
SELECT w.full_name
FROM warden_terms AS t
JOIN wardens AS w ON w.warden_id = t.warden_id
JOIN huts AS h ON h.hut_id = t.hut_id
WHERE t.role = 'lead' AND h.altitude_m > 2387
GROUP BY w.warden_id
HAVING COUNT(DISTINCT t.hut_id) >= 2;

-- 033 Which is the oldest hut in Val Sorna, among those whose year of building we know?
SELECT name
FROM huts
WHERE valley = 'Val Sorna' AND built_year IS NOT NULL
ORDER BY built_year
LIMIT 1;

-- 034 To which section belongs the hut at the end of the Ponds Trail?
SELECT s.name
FROM trails AS t
JOIN huts AS h ON h.hut_id = t.end_hut_id
JOIN sections AS s ON s.section_id = h.section_id
WHERE t.name = 'Ponds Trail';

-- 035 Which wardens on our list have never had a term at any hut?
SELECT w.full_name
FROM wardens AS w
LEFT JOIN warden_terms AS t ON t.warden_id = w.warden_id
WHERE t.term_id IS NULL;

-- 036 From which sections has no member ever booked the Shepherd's Ledge, not even to cancel it
-- later? List the sections' names.
SELECT name FROM sections
EXCEPT
SELECT s.name
FROM bookings AS b
JOIN huts AS h ON h.hut_id = b.hut_id
JOIN hikers AS k ON k.hiker_id = b.hiker_id
JOIN sections AS s ON s.section_id = k.section_id
WHERE h.name = 'Shepherd''s Ledge';

-- 037 Which hut lies nearest to the average altitude of all huts, whether above or below it?
SELECT name
FROM huts
ORDER BY ABS(altitude_m - (SELECT AVG(altitude_m) FROM huts))
LIMIT 1;

-- 038 What did it bring in, in euros, that people booked a hut of Section Harlau and did not show
-- up? Add up what they paid all the same; one decimal.
SELECT ROUND(SUM(b.paid), 1)
FROM bookings AS b
JOIN huts AS h ON h.hut_id = b.hut_id
JOIN sections AS s ON s.section_id = h.section_id
WHERE s.name = 'Section Harlau' AND b.status = 'no show';

-- 039 Which hut of each section had the most overnight stays (nights times guests, people who
-- stayed only)? Give section, hut and overnight stays for every section whose huts had any, the
-- busiest hut first.
WITH stays AS (
  SELECT h.section_id, h.name, SUM(b.nights * b.guests) AS overnight
  FROM bookings AS b
  JOIN huts AS h ON h.hut_id = b.hut_id
  WHERE b.status = 'stayed'
  GROUP BY h.hut_id
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY section_id ORDER BY overnight DESC) AS place FROM stays
)
SELECT s.name, r.name, r.overnight
FROM ranked AS r
JOIN sections AS s ON s.section_id = r.section_id
WHERE r.place = 1
ORDER BY r.overnight DESC;

-- 040 Whose huts, taken together, had fewer overnight stays in 2023 than in 2022? Overnight stays
-- are nights times guests, for people who stayed, in the year of arrival. Give the section's name
-- and the loss, the largest loss first; private huts are left out.
WITH yearly AS (
  SELECT h.section_id, strftime('%Y', b.arrives_on) AS year, SUM(b.nights * b.guests) AS overnight
  FROM bookings AS b
  JOIN huts AS h ON h.hut_id = b.hut_id
  WHERE b.status = 'stayed'
  GROUP BY h.section_id, year
)
SELECT s.name, a.overnight - z.overnight AS loss
FROM yearly AS a
JOIN yearly AS z ON z.section_id = a.section_id
JOIN sections AS s ON s.section_id = a.section_id
WHERE a.year = '2022' AND z.year = '2023' AND z.overnight < a.overnight
ORDER BY loss DESC;

-- 041 How old are our hikers? Sort them into "under 30", "30 to 59" and "60 and over" by their age
-- in full years on 1 October 2024, and "not known" where the birth date is missing. Give group and
-- number.
SELECT
  CASE
    WHEN born_on IS NULL THEN 'not known'
    WHEN born_on > '1994-10-01' THEN 'under 30'
    WHEN born_on > '1964-10-01' THEN '30 to 59'
    ELSE '60 and over'
  END AS age_group,
  COUNT(*)
FROM hikers
GROUP BY age_group;

-- 042 What is the greatest number of days in a row, without a day missing, for which the Rosengrat
-- Hut noted a clear sky?
WITH clear AS (
  SELECT julianday(w.noted_on) - ROW_NUMBER() OVER (ORDER BY w.noted_on) AS run
  FROM weather_notes AS w
  JOIN huts AS h ON h.hut_id = w.hut_id
  WHERE h.name = 'Rosengrat Hut' AND w.sky = 'clear'
)
SELECT MAX(days) FROM (SELECT COUNT(*) AS days FROM clear GROUP BY run);

-- 043 I start in the village of Sornago, follow every trail only in the direction in which it is
-- marked, and never take one harder than T3. Which huts can I get to? List the names.
WITH RECURSIVE walkable AS (
  SELECT start_village, start_hut_id, end_hut_id FROM trails WHERE grade <= 'T3'
), reached (hut_id) AS (
  SELECT end_hut_id FROM walkable WHERE start_village = 'Sornago'
  UNION
  SELECT t.end_hut_id FROM reached AS r JOIN walkable AS t ON t.start_hut_id = r.hut_id
)
SELECT h.name FROM reached AS r JOIN huts AS h ON h.hut_id = r.hut_id;

-- 044 At which huts did somebody become lead again after another warden had been lead there in
-- between? Give the hut and that warden's name.
WITH leads AS (
  SELECT t.hut_id, t.warden_id, t."from"
  FROM warden_terms AS t
  WHERE t.role = 'lead'
)
SELECT h.name, w.full_name
FROM leads AS a
JOIN leads AS b ON b.hut_id = a.hut_id AND b."from" > a."from" AND b.warden_id <> a.warden_id
JOIN leads AS c ON c.hut_id = b.hut_id AND c."from" > b."from" AND c.warden_id = a.warden_id
JOIN huts AS h ON h.hut_id = a.hut_id
JOIN wardens AS w ON w.warden_id = a.warden_id;

-- 045 For arrival in 2024, one hiker booked a hut in each of the six valleys, no matter whether
-- anything came of it. What is the name?
SELECT k.full_name
FROM bookings AS b
JOIN hikers AS k ON k.hiker_id = b.hiker_id
JOIN huts AS h ON h.hut_id = b.hut_id
WHERE strftime('%Y', b.arrives_on) = '2024'
GROUP BY k.hiker_id
HAVING COUNT(DISTINCT h.valley) = 6;

-- 046 How many parties arrived, and stayed, at a hut in the Grauental on a day for which its own
-- warden wrote "snow" for the sky?
SELECT COUNT(*)
FROM bookings AS b
JOIN weather_notes AS w ON w.hut_id = b.hut_id AND w.noted_on = b.arrives_on
JOIN huts AS h ON h.hut_id = b.hut_id
WHERE h.valley = 'Grauental' AND b.status = 'stayed' AND w.sky = 'snow';

-- 047 How many hikers stayed at the Vessenburg Hut and at the New Vessenburg Hut in one and the
-- same calendar year, going by the dates of arrival?
SELECT COUNT(DISTINCT a.hiker_id)
FROM bookings AS a
JOIN huts AS g ON g.hut_id = a.hut_id
JOIN bookings AS b ON b.hiker_id = a.hiker_id
JOIN huts AS f ON f.hut_id = b.hut_id
WHERE g.name = 'Vessenburg Hut'
  AND f.name = 'New Vessenburg Hut'
  AND a.status = 'stayed'
  AND b.status = 'stayed'
  AND strftime('%Y', b.arrives_on) = strftime('%Y', a.arrives_on);

-- 048 Of the trails with eleven reports or more, which one had the highest share of reports that
-- said anything but "good"? Its code is enough.
SELECT t.code
FROM trail_reports AS r
JOIN trails AS t ON t.trail_id = r.trail_id
GROUP BY t.trail_id
HAVING COUNT(*) >= 11
ORDER BY AVG(CASE WHEN r.condition = 'good' THEN 0.0 ELSE 1 END) DESC
LIMIT 1;

-- 049 For each hut of the Grauental that had beer (the one with alcohol) flown in during 2024, how
-- many crates came per hundred overnight stays of that year? Overnight stays are nights times
-- guests of people who stayed, arriving in 2024. Give hut and crates, rounded to two decimals, the
-- thirstiest first.
WITH crates AS (
  SELECT f.hut_id, SUM(l.quantity) AS crates
  FROM supply_flights AS f
  JOIN flight_loads AS l ON l.flight_id = f.flight_id
  JOIN products AS p ON p.product_id = l.product_id
  WHERE p.name = 'Beer' AND strftime('%Y', f.flown_on) = '2024'
  GROUP BY f.hut_id
), stays AS (
  SELECT hut_id, SUM(nights * guests) AS overnight
  FROM bookings
  WHERE status = 'stayed' AND strftime('%Y', arrives_on) = '2024'
  GROUP BY hut_id
)
SELECT h.name, ROUND(100.0 * c.crates / s.overnight, 2) AS per_hundred
FROM crates AS c
JOIN stays AS s ON s.hut_id = c.hut_id
JOIN huts AS h ON h.hut_id = c.hut_id
WHERE h.valley = 'Grauental'
ORDER BY per_hundred DESC;

-- 050 Line up the bookings that members of Section Vessenburg made by phone by how many days before
-- arrival they were made. Which number of days is in the middle? Should there be two middle ones,
-- take their mean.
WITH ahead AS (
  SELECT
    julianday(b.arrives_on) - julianday(b.booked_on) AS days,
    ROW_NUMBER() OVER (ORDER BY julianday(b.arrives_on) - julianday(b.booked_on)) AS place,
    COUNT(*) OVER () AS total
  FROM bookings AS b
  JOIN hikers AS k ON k.hiker_id = b.hiker_id
  JOIN sections AS s ON s.section_id = k.section_id
  WHERE b.channel = 'phone' AND s.name = 'Section Vessenburg'
)
SELECT AVG(days) FROM ahead WHERE place IN ((total + 1) / 2, (total + 2) / 2);

-- 051 Which kinds of food have never been flown to St. Gall's Chapel Hut? Names of the products, in
-- alphabetical order.
SELECT name
FROM products
WHERE category = 'food'
  AND product_id NOT IN (
    SELECT l.product_id
    FROM flight_loads AS l
    JOIN supply_flights AS f ON f.flight_id = l.flight_id
    JOIN huts AS h ON h.hut_id = f.hut_id
    WHERE h.name = 'St. Gall''s Chapel Hut'
  )
ORDER BY name;

-- 052 How did the bookings of guests from Poland (PL) for huts of the Klub Łomica come in during
-- 2023? For each month of 2023 in which any was made, give the month (like 2023-04), how many were
-- made in it, and the running total since January, in order of time. The date of booking counts.
SELECT
  strftime('%Y-%m', b.booked_on) AS month,
  COUNT(*),
  SUM(COUNT(*)) OVER (ORDER BY strftime('%Y-%m', b.booked_on))
FROM bookings AS b
JOIN hikers AS k ON k.hiker_id = b.hiker_id
JOIN huts AS h ON h.hut_id = b.hut_id
JOIN sections AS s ON s.section_id = h.section_id
WHERE k.country = 'PL' AND s.name = 'Klub Łomica' AND strftime('%Y', b.booked_on) = '2023'
GROUP BY month
ORDER BY month;

-- 053 I want to keep out of trouble: which huts does a trail of grade T6 lead to, or a trail that
-- was reported as "closed" in 2024? Each name once.
SELECT h.name
FROM trails AS t
JOIN huts AS h ON h.hut_id = t.end_hut_id
WHERE t.grade = 'T6'
UNION
SELECT h.name
FROM trail_reports AS r
JOIN trails AS t ON t.trail_id = r.trail_id
JOIN huts AS h ON h.hut_id = t.end_hut_id
WHERE r.condition = 'closed' AND strftime('%Y', r.reported_on) = '2024';

-- 054 A warden can rise: who was lead at a hut after having been deputy or in the kitchen at that
-- same hut? List the names.
SELECT w.full_name
FROM wardens AS w
WHERE EXISTS (
  SELECT 1
  FROM warden_terms AS a
  JOIN warden_terms AS b ON b.warden_id = a.warden_id AND b.hut_id = a.hut_id
  WHERE a.warden_id = w.warden_id AND a.role <> 'lead' AND b.role = 'lead' AND b."from" > a."from"
);

-- 055 What were the three greatest depths of snow that any hut noted in 2024? Give the depth in
-- centimetres, the hut and the day, the deepest first, equally deep ones by day.
SELECT w.snow_cm, h.name, w.noted_on
FROM weather_notes AS w
JOIN huts AS h ON h.hut_id = w.hut_id
WHERE strftime('%Y', w.noted_on) = '2024'
ORDER BY w.snow_cm DESC, w.noted_on
LIMIT 3;

-- 056 How many trail reports did members of Section Vessenburg sign with their name?
SELECT COUNT(*)
FROM trail_reports AS r
JOIN hikers AS k ON k.hiker_id = r.hiker_id
JOIN sections AS s ON s.section_id = k.section_id
WHERE s.name = 'Section Vessenburg';

-- 057 Which sections have members among our hikers but no hut of their own?
SELECT s.name
FROM sections AS s
JOIN hikers AS k ON k.section_id = s.section_id
EXCEPT
SELECT s.name
FROM sections AS s
JOIN huts AS h ON h.section_id = s.section_id;

-- 058 Who is lead at the Silverspring Hut at the moment, that is in a term without an end?
SELECT w.full_name
FROM warden_terms AS t
JOIN wardens AS w ON w.warden_id = t.warden_id
JOIN huts AS h ON h.hut_id = t.hut_id
WHERE h.name = 'Silverspring Hut' AND t.role = 'lead' AND t."to" IS NULL;

-- 059 What was the average number of days between one supply flight to the Upper Sorna Hut and the
-- next one in the same year? Round to two decimals.
WITH flights AS (
  SELECT
    julianday(f.flown_on) - julianday(
      LAG(f.flown_on) OVER (PARTITION BY strftime('%Y', f.flown_on) ORDER BY f.flown_on)
    ) AS days
  FROM supply_flights AS f
  JOIN huts AS h ON h.hut_id = f.hut_id
  WHERE h.name = 'Upper Sorna Hut'
)
SELECT ROUND(AVG(days), 2) FROM flights;

-- 060 Do members bring in less? For people who stayed at a hut in Val Sorna and have paid, give
-- "member" or "guest" and the average paid per person and night, that is all money divided by all
-- overnight stays (nights times guests), rounded to two decimals.
SELECT
  CASE WHEN k.section_id IS NULL THEN 'guest' ELSE 'member' END AS who,
  ROUND(SUM(b.paid) / SUM(b.nights * b.guests), 2)
FROM bookings AS b
JOIN hikers AS k ON k.hiker_id = b.hiker_id
JOIN huts AS h ON h.hut_id = b.hut_id
WHERE h.valley = 'Val Sorna' AND b.status = 'stayed' AND b.paid IS NOT NULL
GROUP BY who;

-- 061 Of which product did the helicopters carry the most weight to huts of Section Harlau-Land,
-- all flights together?
SELECT p.name
FROM flight_loads AS l
JOIN products AS p ON p.product_id = l.product_id
JOIN supply_flights AS f ON f.flight_id = l.flight_id
JOIN huts AS h ON h.hut_id = f.hut_id
JOIN sections AS s ON s.section_id = h.section_id
WHERE s.name = 'Section Harlau-Land'
GROUP BY p.product_id
ORDER BY SUM(l.quantity * p.kg_per_unit) DESC
LIMIT 1;

-- 062 How many kilometres does one walk on the trails that start in a village and end at a hut with
-- a winter room? Add up the lengths and round to one decimal.
SELECT ROUND(SUM(t.length_km), 1)
FROM trails AS t
JOIN huts AS h ON h.hut_id = t.end_hut_id
WHERE t.start_village IS NOT NULL AND h.has_winter_room = 1;
