-- 001 How many members live in Saint-Orens-le-Vieux?
SELECT COUNT(*) FROM member WHERE town = 'Saint-Orens-le-Vieux';

-- 002 What is the average germination rate, in percent, of seed harvested in 2021, as far as it has
-- been tested? Round to one decimal.
SELECT ROUND(AVG(germination_percent), 1) FROM lot WHERE harvest_year = 2021;

-- 003 What is the Latin name of lovage?
SELECT latin_name FROM species WHERE common_name = 'lovage';

-- 004 From which countries do the heirloom varieties come? Name each country once and leave out
-- unknown ones.
SELECT DISTINCT origin FROM variety WHERE is_heirloom = 1 AND origin IS NOT NULL;

-- 005 How many grams of seed lie on the shelves whose label begins with D, in total? Round to one
-- decimal.
SELECT ROUND(SUM(grams), 1) FROM lot WHERE shelf LIKE 'D-%';

-- 006 How many packets have been taken home since the library began?
SELECT SUM(packets) FROM loan;

-- 007 Which varieties of tomato are there? List their names.
SELECT v.name
FROM variety AS v
JOIN species AS s ON s.id = v.species_id
WHERE s.common_name = 'tomato';

-- 008 Which varieties have never been in stock? List their names in the order of their ids.
SELECT name FROM variety WHERE id NOT IN (SELECT variety_id FROM lot) ORDER BY id;

-- 009 How many different members have borrowed a variety from Ukraine?
SELECT COUNT(DISTINCT l.member_id)
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
WHERE v.origin = 'Ukraine';

-- 010 Which variety was borrowed most often, counting loans and not packets?
SELECT v.name
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
GROUP BY v.id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 011 Which plant families have more than two species in the library's list? Give family and number
-- of species.
SELECT family, COUNT(*) FROM species GROUP BY family HAVING COUNT(*) > 2;

-- 012 What percentage of the loans taken out in 2022 has been returned? Round to one decimal.
SELECT ROUND(100 * AVG(returned_on IS NOT NULL), 1) FROM loan WHERE taken_on LIKE '2022-%';

-- 013 Who has taught the most workshops?
SELECT m.name
FROM workshop AS w
JOIN member AS m ON m.id = w.teacher_id
GROUP BY m.id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 014 How tall, in centimetres, were sunflowers on average when they were seen in flower? Round to
-- one decimal.
SELECT ROUND(AVG(g.height_cm), 1)
FROM sighting AS g
JOIN loan AS l ON l.id = g.loan_id
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
JOIN species AS s ON s.id = v.species_id
WHERE s.common_name = 'sunflower' AND g.stage = 'in flower';

-- 015 In which plant families has the pest that is noted as "something with wings" (written with
-- its quotation marks) been seen on plants in flower? Name each family once.
SELECT DISTINCT s.family
FROM sighting AS g
JOIN loan AS l ON l.id = g.loan_id
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
JOIN species AS s ON s.id = v.species_id
WHERE g.pest = '"something with wings"' AND g.stage = 'in flower';

-- 016 List the lot numbers of seed lots that were tested with a germination rate under 50 percent,
-- the worst first, equal ones by lot number.
SELECT lot_no FROM lot WHERE germination_percent < 50 ORDER BY germination_percent, lot_no;

-- 017 How many people came to each workshop on germination tests at home? Give day and number,
-- earliest first.
SELECT w.held_on, SUM(g.came)
FROM workshop AS w
JOIN workshop_guest AS g ON g.workshop_id = w.id
WHERE w.title = 'Germination test at home'
GROUP BY w.id
ORDER BY w.held_on;

-- 018 Which member has invited the most new members?
SELECT i.name
FROM member AS m
JOIN member AS i ON i.id = m.invited_by
GROUP BY i.id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 019 How many members have never borrowed anything?
SELECT COUNT(*) FROM member WHERE id NOT IN (SELECT member_id FROM loan);

-- 020 How many grams has the average returned loan brought back, those that nobody weighed left
-- out? Give the answer per year in which the loan was taken, from the earliest year on, with grams
-- rounded to two decimals.
SELECT strftime('%Y', taken_on) AS year, ROUND(AVG(returned_grams), 2)
FROM loan
GROUP BY year
ORDER BY year;

-- 021 Which French varieties need more days to harvest than every variety from Italy? List their
-- names, the slowest first.
SELECT name
FROM variety
WHERE origin = 'France'
  AND days_to_harvest > (SELECT MAX(days_to_harvest) FROM variety WHERE origin = 'Italy')
ORDER BY days_to_harvest DESC;

-- 022 For each species of the family Solanaceae, which variety is ready for harvest first? Give
-- common name of the species, name of the variety and days, in alphabetical order of the common
-- names.
WITH ranked AS (
  SELECT
    species_id,
    name,
    days_to_harvest,
    ROW_NUMBER() OVER (PARTITION BY species_id ORDER BY days_to_harvest) AS place
  FROM variety
  WHERE days_to_harvest IS NOT NULL
)
SELECT s.common_name, r.name, r.days_to_harvest
FROM ranked AS r
JOIN species AS s ON s.id = r.species_id
WHERE r.place = 1 AND s.family = 'Solanaceae'
ORDER BY s.common_name;

-- 023 How many members have grown seed for the library, but never taught a workshop?
SELECT COUNT(*)
FROM (
  SELECT grown_by FROM lot
  EXCEPT
  SELECT teacher_id FROM workshop
);

-- 024 How long, in days, did the quickest return of a loan take?
SELECT CAST(MIN(julianday(returned_on) - julianday(taken_on)) AS INTEGER) FROM loan;

-- 025 How did sign-ups for workshops turn out? Count those who came, those who stayed away and
-- those for whom it was not noted, as "came", "stayed away" and "not noted". Give group and number,
-- largest number first.
SELECT
  CASE came WHEN 1 THEN 'came' WHEN 0 THEN 'stayed away' ELSE 'not noted' END AS turnout,
  COUNT(*) AS guests
FROM workshop_guest
GROUP BY turnout
ORDER BY guests DESC;

-- 026 Whose seed is the most wanted? Name the member whose lots were borrowed most often, counting
-- loans and not packets, and give the number of loans.
SELECT m.name, COUNT(*) AS loans
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN member AS m ON m.id = b.grown_by
GROUP BY m.id
ORDER BY loans DESC
LIMIT 1;

-- 027 By how many did the number of loans grow from one year to the next? Give each year but the
-- first with its growth over the year before, in order of the years.
WITH yearly AS (
  SELECT strftime('%Y', taken_on) AS year, COUNT(*) AS loans FROM loan GROUP BY year
), growth AS (
  SELECT year, loans - LAG(loans) OVER (ORDER BY year) AS grown_by FROM yearly
)
SELECT year, grown_by FROM growth WHERE grown_by IS NOT NULL ORDER BY year;

-- 028 Which workshops of the years 2023 and 2024 were full, with as many sign-ups as seats? Give
-- title and day, earliest first.
SELECT w.title, w.held_on
FROM workshop AS w
JOIN workshop_guest AS g ON g.workshop_id = w.id
WHERE strftime('%Y', w.held_on) IN ('2023', '2024')
GROUP BY w.id
HAVING COUNT(*) = w.seats
ORDER BY w.held_on;

-- 029 How much did the library earn from fees for "Hand pollination of squash", if everybody who
-- came has paid?
SELECT SUM(w.fee_eur)
FROM workshop AS w
JOIN workshop_guest AS g ON g.workshop_id = w.id
WHERE w.title = 'Hand pollination of squash' AND g.came = 1;

-- 030 Which members have borrowed seed of both sweet pepper and hot pepper? List their ids, lowest
-- first.
SELECT l.member_id
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
JOIN species AS s ON s.id = v.species_id
WHERE s.common_name = 'sweet pepper'
INTERSECT
SELECT l.member_id
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
JOIN species AS s ON s.id = v.species_id
WHERE s.common_name = 'hot pepper'
ORDER BY 1;

-- 031 Seed of a species stays good for some years after its harvest. How many lots of carrot will
-- be too old in 2026, that is, have their harvest more years behind them than the seed lives?
SELECT COUNT(*)
FROM lot AS b
JOIN variety AS v ON v.id = b.variety_id
JOIN species AS s ON s.id = v.species_id
WHERE s.common_name = 'carrot' AND 2026 - b.harvest_year > s.seed_life_years;

-- 032 Which town has the most members without an e-mail address, be it missing or empty? Give town
-- and number.
SELECT town, COUNT(*) AS members
FROM member
WHERE COALESCE(email, '') = ''
GROUP BY town
ORDER BY members DESC
LIMIT 1;

-- 033 What is the longest time to harvest, in days, among French varieties that are not heirlooms?
SELECT MAX(days_to_harvest) FROM variety WHERE origin = 'France' AND is_heirloom = 0;

-- 034 Which members have borrowed seed of a lot that they had grown themselves? List the names,
-- each once.
SELECT DISTINCT m.name
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN member AS m ON m.id = l.member_id
WHERE l.member_id = b.grown_by;

-- 035 How many packets of seed of the family Fabaceae does a loan comprise on average? Round to
-- three decimals.
SELECT ROUND(AVG(l.packets), 3)
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
JOIN species AS s ON s.id = v.species_id
WHERE s.family = 'Fabaceae';

-- 036 Which town's members have borrowed the most packets of tomato seed?
SELECT m.town
FROM loan AS l
JOIN member AS m ON m.id = l.member_id
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
JOIN species AS s ON s.id = v.species_id
WHERE s.common_name = 'tomato'
GROUP BY m.town
ORDER BY SUM(l.packets) DESC
LIMIT 1;

-- 037 How many lots of each perennial species are there? Give the common name and the number of
-- lots, 0 where there is none.
SELECT s.common_name, COUNT(b.lot_no)
FROM species AS s
LEFT JOIN variety AS v ON v.species_id = s.id
LEFT JOIN lot AS b ON b.variety_id = v.id
WHERE s.is_perennial = 1
GROUP BY s.id;

-- 038 About which topics has Teodora Fontvieille attended workshops, really come and not only
-- signed up? List the titles, each once.
SELECT DISTINCT w.title
FROM workshop AS w
JOIN workshop_guest AS g ON g.workshop_id = w.id
JOIN member AS m ON m.id = g.member_id
WHERE m.name = 'Teodora Fontvieille' AND g.came = 1;

-- 039 What is the heaviest lot of the variety Navet de Pardail, in grams?
SELECT MAX(b.grams)
FROM lot AS b
JOIN variety AS v ON v.id = b.variety_id
WHERE v.name = 'Navet de Pardail';

-- 040 How many of the people who came to a workshop called "Grafting for beginners" have borrowed
-- tomato seed at some time?
SELECT COUNT(*)
FROM (
  SELECT g.member_id
  FROM workshop_guest AS g
  JOIN workshop AS w ON w.id = g.workshop_id
  WHERE w.title = 'Grafting for beginners' AND g.came = 1
  INTERSECT
  SELECT l.member_id
  FROM loan AS l
  JOIN lot AS b ON b.lot_no = l.lot_no
  JOIN variety AS v ON v.id = b.variety_id
  JOIN species AS s ON s.id = v.species_id
  WHERE s.common_name = 'tomato'
);

-- 041 Among members who have borrowed Italian varieties at all, how many packets of them has a
-- member taken on average? Two decimals.
SELECT ROUND(AVG(packets_taken), 2)
FROM (
  SELECT SUM(l.packets) AS packets_taken
  FROM loan AS l
  JOIN lot AS b ON b.lot_no = l.lot_no
  JOIN variety AS v ON v.id = b.variety_id
  WHERE v.origin = 'Italy'
  GROUP BY l.member_id
);

-- 042 I have lot 00142 on my list. On which shelf do I find it?
SELECT shelf FROM lot WHERE lot_no = '00142';

-- 043 For the children's chart, a sighting is worth 1 point when the plant has sprouted, 2 in leaf,
-- 3 in flower and 5 in fruit. How many points have been collected over all sightings?
SELECT
  SUM(
    CASE stage WHEN 'sprouted' THEN 1 WHEN 'in leaf' THEN 2 WHEN 'in flower' THEN 3 ELSE 5 END
  )
FROM sighting;

-- 044 Which countries do varieties come from that are ripe within 52 days of sowing, that is, in 52
-- days or fewer? Each country once.
SELECT DISTINCT origin FROM variety WHERE days_to_harvest <= 52;

-- 045 How many varieties have been borrowed, though none of their plants was ever reported in
-- flower?
SELECT COUNT(*)
FROM (
  SELECT b.variety_id FROM loan AS l JOIN lot AS b ON b.lot_no = l.lot_no
  EXCEPT
  SELECT b.variety_id
  FROM sighting AS g
  JOIN loan AS l ON l.id = g.loan_id
  JOIN lot AS b ON b.lot_no = l.lot_no
  WHERE g.stage = 'in flower'
);

-- 046 How many days pass on average between taking seed home and bringing seed back, over the loans
-- that have been returned? Round to one decimal.
SELECT ROUND(AVG(julianday(returned_on) - julianday(taken_on)), 1) FROM loan;

-- 047 One species stands in our list without a single variety. Which one? Its common name.
SELECT s.common_name
FROM species AS s
LEFT JOIN variety AS v ON v.species_id = s.id
WHERE v.id IS NULL;

-- 048 How well does the seed germinate that members from Montségur-Bas grow of heirloom varieties?
-- The mean rate of their lots in percent, untested ones left out, to one decimal.
SELECT ROUND(AVG(b.germination_percent), 1)
FROM lot AS b
JOIN member AS m ON m.id = b.grown_by AND m.town = 'Montségur-Bas'
JOIN variety AS v ON v.id = b.variety_id AND v.is_heirloom = 1;

-- 049 Put the German varieties in order of patience: rank 1 for the one that needs the fewest days
-- to harvest, and so on, equal ones sharing a rank. Leave out those whose days are not known. Name,
-- days and rank, in any order.
SELECT name, days_to_harvest, RANK() OVER (ORDER BY days_to_harvest)
FROM variety
WHERE origin = 'Germany' AND days_to_harvest IS NOT NULL;

-- 050 On which day did somebody take home a packet of the variety "Titan of Poltava" for the first
-- time?
SELECT MIN(l.taken_on)
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id AND v.name = 'Titan of Poltava';

-- 051 Time to clear the shelves: which lots harvested in 2022 or earlier has nobody ever borrowed
-- from? Lot number and name of the variety.
SELECT b.lot_no, v.name
FROM lot AS b
JOIN variety AS v ON v.id = b.variety_id
LEFT JOIN loan AS l ON l.lot_no = b.lot_no
WHERE l.id IS NULL AND b.harvest_year <= 2022;

-- 052 Of which species has no seed been lent to anybody yet? Give the common names.
SELECT s.common_name
FROM species AS s
WHERE NOT EXISTS (
  SELECT *
  FROM variety AS v
  JOIN lot AS b ON b.variety_id = v.id
  JOIN loan AS l ON l.lot_no = b.lot_no
  WHERE v.species_id = s.id
);

-- 053 The most curious of our members: how many different species has the one tried who has
-- borrowed seed of the most?
WITH tried AS (
  SELECT COUNT(DISTINCT v.species_id) AS species_count
  FROM loan AS l
  JOIN lot AS b ON b.lot_no = l.lot_no
  JOIN variety AS v ON v.id = b.variety_id
  GROUP BY l.member_id
)
SELECT MAX(species_count) FROM tried;

-- 054 What is the shortest time, in days, after which we have repeated a workshop, that is, from
-- one workshop to the next one with the same title?
WITH pauses AS (
  SELECT
    julianday(held_on)
      - julianday(LAG(held_on) OVER (PARTITION BY title ORDER BY held_on)) AS days
  FROM workshop
)
SELECT CAST(MIN(days) AS INTEGER) FROM pauses;

-- 055 Which Japanese or Indian varieties have never been seen in fruit by a borrower? Names only.
SELECT name FROM variety WHERE origin IN ('Japan', 'India')
EXCEPT
SELECT v.name
FROM variety AS v
JOIN lot AS b ON b.variety_id = v.id
JOIN loan AS l ON l.lot_no = b.lot_no
JOIN sighting AS g ON g.loan_id = l.id
WHERE g.stage = 'in fruit';

-- 056 How many packets of Hungarian varieties have gone out?
SELECT SUM(l.packets)
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
WHERE v.origin = 'Hungary';

-- 057 When did somebody from Saint-Orens-le-Neuf last turn up at a workshop, rather than only sign
-- up for one? Give the day.
SELECT MAX(w.held_on)
FROM workshop AS w
JOIN workshop_guest AS g ON g.workshop_id = w.id
JOIN member AS m ON m.id = g.member_id
WHERE m.town = 'Saint-Orens-le-Neuf' AND g.came = 1;

-- 058 What share of all packets lent so far was of heirloom varieties? In percent, one decimal.
SELECT ROUND(100.0 * SUM(CASE WHEN v.is_heirloom = 1 THEN l.packets ELSE 0 END) / SUM(l.packets), 1)
FROM loan AS l
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id;

-- 059 Do people go for seed that germinates well? Call a lot "good" at 80 percent and more, "fair"
-- from 60 to below 80, "poor" below that and "untested" where there is no figure, and count the
-- loans of each class.
SELECT
  CASE
    WHEN b.germination_percent IS NULL THEN 'untested'
    WHEN b.germination_percent >= 80 THEN 'good'
    WHEN b.germination_percent >= 60 THEN 'fair'
    ELSE 'poor'
  END AS class,
  COUNT(*)
FROM lot AS b
JOIN loan AS l ON l.lot_no = b.lot_no
GROUP BY class;

-- 060 What are the names of those who have taught a workshop to which nobody from
-- L'Hospitalet-sur-Aude had signed up?
SELECT name
FROM member
WHERE id IN (
  SELECT w.teacher_id
  FROM workshop AS w
  WHERE NOT EXISTS (
    SELECT *
    FROM workshop_guest AS g
    JOIN member AS m ON m.id = g.member_id
    WHERE g.workshop_id = w.id AND m.town = 'L''Hospitalet-sur-Aude'
  )
);

-- 061 Each plant family has its darling. For the families Apiaceae, Brassicaceae and Asteraceae,
-- which variety has been borrowed in the most packets? Family, variety and packets, families in
-- alphabetical order; if several varieties share the first place, show them all, by name.
WITH taken AS (
  SELECT s.family, v.name, SUM(l.packets) AS packets
  FROM loan AS l
  JOIN lot AS b ON b.lot_no = l.lot_no
  JOIN variety AS v ON v.id = b.variety_id
  JOIN species AS s ON s.id = v.species_id
  GROUP BY v.id
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY family ORDER BY packets DESC) AS place FROM taken
)
SELECT family, name, packets
FROM ranked
WHERE place = 1 AND family IN ('Apiaceae', 'Brassicaceae', 'Asteraceae')
ORDER BY family, name;

-- 062 When are slugs the worst? For each month of the calendar (write 01 to 12) in which slugs were
-- reported, count these sightings, and tell how many of them were on lettuce, kale or spinach.
-- Month, sightings with slugs, those on the three; in order of the months.
SELECT
  strftime('%m', g.seen_on) AS month,
  COUNT(*),
  SUM(CASE WHEN s.common_name IN ('lettuce', 'kale', 'spinach') THEN 1 ELSE 0 END)
FROM sighting AS g
JOIN loan AS l ON l.id = g.loan_id
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
JOIN species AS s ON s.id = v.species_id
WHERE g.pest = 'slugs'
GROUP BY month
ORDER BY month;

-- 063 The founders Yaël Vasconcel, Paloma Lemaîtreau and Paloma D'Escorneau have ids 1, 2 and 3.
-- Follow the invitations: whom a founder invited, whom these invited, and so on. For each founder,
-- give the name, how many members descend from him or her in this way, and how many loans these
-- descendants have taken together, the largest family first.
WITH RECURSIVE family (founder_id, member_id) AS (
  SELECT invited_by, id FROM member WHERE invited_by <= 3
  UNION ALL
  SELECT f.founder_id, m.id FROM member AS m JOIN family AS f ON f.member_id = m.invited_by
)
SELECT m.name, COUNT(DISTINCT f.member_id) AS members, COUNT(l.id)
FROM family AS f
JOIN member AS m ON m.id = f.founder_id
LEFT JOIN loan AS l ON l.member_id = f.member_id
GROUP BY f.founder_id
ORDER BY members DESC;

-- 064 Town by town, how many packets did our members take home in 2024, of heirloom varieties and
-- of others? Town, heirloom packets, other packets; only towns whose members took any, the one with
-- the most heirloom packets first, and where two have equally many, the one that comes first in the
-- alphabet.
SELECT
  m.town,
  SUM(CASE WHEN v.is_heirloom = 1 THEN l.packets ELSE 0 END) AS heirloom_packets,
  SUM(CASE WHEN v.is_heirloom = 0 THEN l.packets ELSE 0 END)
FROM loan AS l
JOIN member AS m ON m.id = l.member_id
JOIN lot AS b ON b.lot_no = l.lot_no
JOIN variety AS v ON v.id = b.variety_id
WHERE strftime('%Y', l.taken_on) = '2024'
GROUP BY m.town
ORDER BY heirloom_packets DESC, m.town;
