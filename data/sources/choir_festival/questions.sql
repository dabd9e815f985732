-- 001 What is the theme of the 2016 edition?
SELECT theme FROM festival WHERE edition = 2016;

-- 002 How many singers were entered for the 2019 edition, all entries together?
SELECT SUM(singers) FROM entry WHERE edition = 2019;

-- 003 In which countries is a choir at home that was founded before 1950? Name each country once.
SELECT DISTINCT country FROM choir WHERE founded < 1950;

-- 004 What was the average number of singers in an entry for 2024, withdrawn entries included?
-- Round to one decimal.
SELECT ROUND(AVG(singers), 1) FROM entry WHERE edition = 2024;

-- 005 How long, in seconds, is the longest piece with Latin words?
SELECT MAX(seconds) FROM piece WHERE language = 'Latin';

-- 006 What mark for intonation has each juror given on average? Give the juror's name and the
-- average rounded to two decimals, for jurors who have marked at least one performance.
SELECT j.full_name, ROUND(AVG(s.intonation), 2)
FROM score AS s
JOIN juror AS j ON j.juror_id = s.juror_id
GROUP BY j.juror_id;

-- 007 Which pieces by Liisi Karjamaa are in the song book? List the titles, oldest first.
SELECT p.title
FROM piece AS p
JOIN composer AS c ON c.composer_id = p.composer_id
WHERE c.full_name = 'Liisi Karjamaa'
ORDER BY p.written;

-- 008 Which choirs have never entered? Give name and country.
SELECT name, country FROM choir WHERE choir_id NOT IN (SELECT choir_id FROM entry);

-- 009 Which piece has been sung most often? Give its title.
SELECT p.title
FROM performance AS f
JOIN piece AS p ON p.piece_id = f.piece_id
GROUP BY p.piece_id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 010 How many performances were there at each edition that Castelmar hosted? Give edition and
-- number, in order of time.
SELECT e.edition, COUNT(*)
FROM performance AS f
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN festival AS y ON y.edition = e.edition
WHERE y.host_town = 'Castelmar'
GROUP BY e.edition
ORDER BY e.edition;

-- 011 How many different choirs have sung something by Ottavia Belprato?
SELECT COUNT(DISTINCT e.choir_id)
FROM performance AS f
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN piece AS p ON p.piece_id = f.piece_id
JOIN composer AS c ON c.composer_id = p.composer_id
WHERE c.full_name = 'Ottavia Belprato';

-- 012 Which conductors were named for five or more different choirs, over all entries, the
-- withdrawn ones included? List the names.
SELECT conductor FROM entry GROUP BY conductor HAVING COUNT(DISTINCT choir_id) >= 5;

-- 013 Which pieces of the song book have never been sung? Give title and length in seconds, the
-- shortest first.
SELECT p.title, p.seconds
FROM piece AS p
LEFT JOIN performance AS f ON f.piece_id = p.piece_id
WHERE f.performance_id IS NULL
ORDER BY p.seconds;

-- 014 Which juror gives the lowest marks for expression, on average?
SELECT j.full_name
FROM score AS s
JOIN juror AS j ON j.juror_id = s.juror_id
GROUP BY j.juror_id
ORDER BY AVG(s.expression)
LIMIT 1;

-- 015 How far, in kilometres, did the choirs from France travel on average for entries that they
-- did not withdraw, as far as the distance is known? Round to one decimal.
SELECT ROUND(AVG(e.travel_km), 1)
FROM entry AS e
JOIN choir AS c ON c.choir_id = e.choir_id
WHERE c.country = 'France' AND e.withdrew = 'no';

-- 016 Which choirs have entered in every edition since 2013? Give the names in Latin letters where
-- there are such, else the names as they are.
SELECT COALESCE(c.name_latin, c.name)
FROM choir AS c
JOIN entry AS e ON e.choir_id = c.choir_id
GROUP BY c.choir_id
HAVING COUNT(*) = (SELECT COUNT(*) FROM festival);

-- 017 How many performances took place in each hall in 2019? Give hall and number, busiest hall
-- first.
SELECT f.hall, COUNT(*) AS performances
FROM performance AS f
JOIN entry AS e ON e.entry_id = f.entry_id
WHERE e.edition = 2019
GROUP BY f.hall
ORDER BY performances DESC;

-- 018 What is the average of all marks, intonation and expression alike, that were given to Χορωδία
-- Αλμύρα? Round to two decimals.
SELECT ROUND(AVG((s.intonation + s.expression) / 2), 2)
FROM score AS s
JOIN performance AS f ON f.performance_id = s.performance_id
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS c ON c.choir_id = e.choir_id
WHERE c.name = 'Χορωδία Αλμύρα';

-- 019 For each edition from 2018 on, which choir had the best average for intonation? Give edition,
-- the choir's id and the average, rounded to three decimals, in order of time.
WITH averages AS (
  SELECT e.edition, e.choir_id, AVG(s.intonation) AS average
  FROM score AS s
  JOIN performance AS f ON f.performance_id = s.performance_id
  JOIN entry AS e ON e.entry_id = f.entry_id
  GROUP BY e.entry_id
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY edition ORDER BY average DESC) AS place FROM averages
)
SELECT edition, choir_id, ROUND(average, 3)
FROM ranked
WHERE place = 1 AND edition >= 2018
ORDER BY edition;

-- 020 Which composers died after 2010? List their names.
SELECT full_name FROM composer WHERE died > 2010;

-- 021 How many choirs have sung both in the Great Hall and in the open air, whether in the same
-- year or not?
SELECT COUNT(*)
FROM (
  SELECT e.choir_id
  FROM performance AS f
  JOIN entry AS e ON e.entry_id = f.entry_id
  WHERE f.hall = 'Great Hall'
  INTERSECT
  SELECT e.choir_id
  FROM performance AS f
  JOIN entry AS e ON e.entry_id = f.entry_id
  WHERE f.hall = 'Open air'
);

-- 022 In which towns is more than one choir at home? Give town and number of choirs, most first,
-- towns with equally many in alphabetical order.
SELECT town, COUNT(*) AS choirs
FROM choir
WHERE country IN ('Germany', 'Italy', 'Poland', 'Sweden', 'Norway')
GROUP BY town
HAVING COUNT(*) > 1
ORDER BY choirs DESC, town;

-- 023 Group the pieces with a known year by the century that they are from: "before 1800", "19th
-- century", "20th century" and "21st century", where 1800, 1900 and 2000 begin a new century. How
-- many performances has each group had? Give group and number.
SELECT
  CASE
    WHEN p.written < 1800 THEN 'before 1800'
    WHEN p.written < 1900 THEN '19th century'
    WHEN p.written < 2000 THEN '20th century'
    ELSE '21st century'
  END AS century,
  COUNT(*)
FROM performance AS f
JOIN piece AS p ON p.piece_id = f.piece_id
WHERE p.written IS NOT NULL
GROUP BY century;

-- 024 Which entry had the most singers of all, withdrawn entries included? Give the name of the
-- choir, the edition and the number of singers.
SELECT c.name, e.edition, e.singers
FROM entry AS e
JOIN choir AS c ON c.choir_id = e.choir_id
ORDER BY e.singers DESC
LIMIT 1;

-- 025 How many minutes of music, on paper, has the choir Ąžuolų Aidas sung at all its entries? Add
-- the lengths of the pieces and round to one decimal.
SELECT ROUND(SUM(p.seconds) / 60.0, 1)
FROM performance AS f
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS c ON c.choir_id = e.choir_id
JOIN piece AS p ON p.piece_id = f.piece_id
WHERE c.name = 'Ąžuolų Aidas';

-- 026 How many times has a juror given no mark for intonation, though the choir came from another
-- country than the juror?
SELECT COUNT(*)
FROM score AS s
JOIN juror AS j ON j.juror_id = s.juror_id
JOIN performance AS f ON f.performance_id = s.performance_id
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS c ON c.choir_id = e.choir_id
WHERE c.country <> j.country AND s.intonation IS NULL;

-- 027 In which languages have choirs from Latvia sung? Name each language once and leave out pieces
-- whose language is unknown.
SELECT DISTINCT p.language
FROM performance AS f
JOIN piece AS p ON p.piece_id = f.piece_id
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS c ON c.choir_id = e.choir_id
WHERE c.country = 'Latvia' AND p.language IS NOT NULL;

-- 028 How many years lay between the birth and the death of the composer who lived longest, of
-- those for whom both years are known?
SELECT MAX(died - born) FROM composer;

-- 029 What share of the performances in the open air got the remark "Pitch sank by a semitone" from
-- at least one juror? Answer in percent, rounded to one decimal.
SELECT ROUND(
  100 * AVG(
    performance_id IN (SELECT performance_id FROM score WHERE remark = 'Pitch sank by a semitone')
  ),
  1
)
FROM performance
WHERE hall = 'Open air';

-- 030 Which piece is the one most often sung in St. Olave's? Give the title.
SELECT p.title
FROM performance AS f
JOIN piece AS p ON p.piece_id = f.piece_id
WHERE f.hall = 'St. Olave''s'
GROUP BY p.piece_id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 031 By how much did the number of singers in entries of the choir Meretuul change from each entry
-- to the next? Give edition and change, earliest first, without its first entry.
WITH changes AS (
  SELECT e.edition, e.singers - LAG(e.singers) OVER (ORDER BY e.edition) AS change
  FROM entry AS e
  JOIN choir AS c ON c.choir_id = e.choir_id
  WHERE c.name = 'Meretuul'
)
SELECT edition, change FROM changes WHERE change IS NOT NULL ORDER BY edition;

-- 032 Two different pieces may have the same title. Which titles are those? List each once.
SELECT title FROM piece GROUP BY title HAVING COUNT(*) > 1;

-- 033 Who conducted the choir whose entry got the highest average mark for expression in 2014?
SELECT e.conductor
FROM score AS s
JOIN performance AS f ON f.performance_id = s.performance_id
JOIN entry AS e ON e.entry_id = f.entry_id
WHERE e.edition = 2014
GROUP BY e.entry_id
ORDER BY AVG(s.expression) DESC
LIMIT 1;

-- 034 Which choirs have quotation marks in their name? List the names.
SELECT name FROM choir WHERE name LIKE '%"%';

-- 035 How many seconds do the pieces of Wincenty Ołtarzewski in the song book last together?
SELECT SUM(p.seconds)
FROM piece AS p
JOIN composer AS c ON c.composer_id = p.composer_id
WHERE c.full_name = 'Wincenty Ołtarzewski';

-- 036 Who composed "Thula Lwandle"?
SELECT c.full_name
FROM composer AS c
JOIN piece AS p ON p.composer_id = c.composer_id
WHERE p.title = 'Thula Lwandle';

-- 037 How many marks of 9 or more for expression has the juror 藤野 千景 given to choirs of treble
-- voices?
SELECT COUNT(*)
FROM score AS s
JOIN juror AS j ON j.juror_id = s.juror_id
JOIN performance AS f ON f.performance_id = s.performance_id
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS c ON c.choir_id = e.choir_id
WHERE j.full_name = '藤野 千景' AND c.voices = 'treble' AND s.expression >= 9;

-- 038 Which pieces did the children's choirs sing in 2018? List the titles, each once.
SELECT DISTINCT p.title
FROM performance AS f
JOIN piece AS p ON p.piece_id = f.piece_id
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS c ON c.choir_id = e.choir_id
WHERE c.voices = 'children' AND e.edition = 2018;

-- 039 How many choirs of each kind of voices have entered so far, each choir counted once? Give
-- kind and number.
SELECT c.voices, COUNT(DISTINCT e.choir_id)
FROM entry AS e
JOIN choir AS c ON c.choir_id = e.choir_id
GROUP BY c.voices;

-- 040 What is the average number of parts in the pieces by composers from England? Round to two
-- decimals.
SELECT ROUND(AVG(p.parts), 2)
FROM piece AS p
JOIN composer AS c ON c.composer_id = p.composer_id
WHERE c.country = 'England';

-- 041 Which composers have had works sung by choirs of their own country, though never by a choir
-- of low voices from anywhere? List their names.
SELECT c.full_name
FROM composer AS c
JOIN piece AS p ON p.composer_id = c.composer_id
JOIN performance AS f ON f.piece_id = p.piece_id
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS h ON h.choir_id = e.choir_id
WHERE h.country = c.country
EXCEPT
SELECT c.full_name
FROM composer AS c
JOIN piece AS p ON p.composer_id = c.composer_id
JOIN performance AS f ON f.piece_id = p.piece_id
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS h ON h.choir_id = e.choir_id
WHERE h.voices = 'low';

-- 042 How many times has a piece by Joaquim Serralta been performed?
SELECT COUNT(*)
FROM performance AS f
JOIN piece AS p ON p.piece_id = f.piece_id
JOIN composer AS c ON c.composer_id = p.composer_id
WHERE c.full_name = 'Joaquim Serralta';

-- 043 In which halls have pieces by Edmund Thackwray been sung? Name each hall once.
SELECT DISTINCT f.hall
FROM performance AS f
JOIN piece AS p ON p.piece_id = f.piece_id
JOIN composer AS c ON c.composer_id = p.composer_id
WHERE c.full_name = 'Edmund Thackwray';

-- 044 How many choirs have sung something in Latin and, in the same year or another, something in
-- German?
SELECT COUNT(*)
FROM (
  SELECT e.choir_id
  FROM performance AS f
  JOIN entry AS e ON e.entry_id = f.entry_id
  JOIN piece AS p ON p.piece_id = f.piece_id
  WHERE p.language = 'Latin'
  INTERSECT
  SELECT e.choir_id
  FROM performance AS f
  JOIN entry AS e ON e.entry_id = f.entry_id
  JOIN piece AS p ON p.piece_id = f.piece_id
  WHERE p.language = 'German'
);

-- 045 Singers hate mornings. How many performances have begun before ten past ten in the morning?
SELECT COUNT(*) FROM performance WHERE strftime('%H:%M', sung_at) < '10:10';

-- 046 The treasurer reckons that each performance costs 14.50 in the Great Hall, nothing in the
-- open air and 8.00 anywhere else. What do all performances so far come to?
SELECT SUM(CASE hall WHEN 'Great Hall' THEN 14.5 WHEN 'Open air' THEN 0 ELSE 8 END)
FROM performance;

-- 047 Which editions lasted five days, from the opening day to the closing day with both counted?
SELECT edition FROM festival WHERE julianday(closed_on) - julianday(opened_on) + 1 = 5;

-- 048 Does the late hour do something to the jury? Give me the average mark for expression, to two
-- decimals, of all performances of 2013 that began at eight in the evening or later.
SELECT ROUND(AVG(s.expression), 2)
FROM score AS s
JOIN performance AS f
  ON f.performance_id = s.performance_id AND strftime('%H', f.sung_at) >= '20'
JOIN entry AS e ON e.entry_id = f.entry_id AND e.edition = 2013;

-- 049 Which choirs have no entry, not even a withdrawn one, for any edition from 2019 on? Their ids
-- will do.
SELECT c.choir_id
FROM choir AS c
LEFT JOIN entry AS e ON e.choir_id = c.choir_id AND e.edition >= 2019
WHERE e.entry_id IS NULL;

-- 050 Rank the pieces with Latin words by length, the longest being number 1. Title, seconds and
-- rank, rows in any order.
SELECT title, seconds, RANK() OVER (ORDER BY seconds DESC) FROM piece WHERE language = 'Latin';

-- 051 How demanding is the song book? Tell pieces in "four" parts from those in "fewer" and in
-- "more", and count each sort.
SELECT
  CASE WHEN parts < 4 THEN 'fewer' WHEN parts > 4 THEN 'more' ELSE 'four' END AS sort,
  COUNT(*)
FROM piece
GROUP BY sort;

-- 052 When did the Lumikuoro begin its very first piece at the festival? Day and time, as stored.
SELECT MIN(f.sung_at)
FROM performance AS f
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS c ON c.choir_id = e.choir_id AND c.name = 'Lumikuoro';

-- 053 Our altos refuse to split. Which composers have nothing in the song book that needs more than
-- four parts? List their names.
SELECT c.full_name
FROM composer AS c
LEFT JOIN piece AS p ON p.composer_id = c.composer_id AND p.parts > 4
WHERE p.piece_id IS NULL;

-- 054 How many different choirs have sung, on a Sunday, a piece whose composer we do not know?
SELECT COUNT(DISTINCT e.choir_id)
FROM performance AS f
JOIN entry AS e ON e.entry_id = f.entry_id AND strftime('%w', f.sung_at) = '0'
JOIN piece AS p ON p.piece_id = f.piece_id AND p.composer_id IS NULL;

-- 055 What percentage of the programmes sung by mixed choirs had more than two pieces? A programme
-- is all that a choir sings at one edition; one decimal.
WITH programmes AS (
  SELECT COUNT(*) AS pieces
  FROM performance AS f
  JOIN entry AS e ON e.entry_id = f.entry_id
  JOIN choir AS c ON c.choir_id = e.choir_id
  WHERE c.voices = 'mixed'
  GROUP BY f.entry_id
)
SELECT ROUND(100 * AVG(CASE WHEN pieces > 2 THEN 1.0 ELSE 0 END), 1) FROM programmes;

-- 056 Which composers have set Latin words, but had nothing of theirs, in whatever language, sung
-- in 2024? Names, please.
SELECT c.full_name
FROM composer AS c
JOIN piece AS p ON p.composer_id = c.composer_id AND p.language = 'Latin'
EXCEPT
SELECT c.full_name
FROM composer AS c
JOIN piece AS p ON p.composer_id = c.composer_id
JOIN performance AS f ON f.piece_id = p.piece_id
JOIN entry AS e ON e.entry_id = f.entry_id
WHERE e.edition = 2024;

-- 057 Which jurors on our list have not marked a single performance in the open air since 2019, the
-- edition of that year included?
SELECT j.full_name
FROM juror AS j
WHERE NOT EXISTS (
  SELECT *
  FROM score AS s
  JOIN performance AS f ON f.performance_id = s.performance_id
  JOIN entry AS e ON e.entry_id = f.entry_id
  WHERE s.juror_id = j.juror_id AND f.hall = 'Open air' AND e.edition >= 2019
);

-- 058 A juror or a composer of ours comes from there, but no choir from there has entered for 2023
-- or 2024: which countries is that true of?
SELECT country FROM juror
UNION
SELECT country FROM composer
EXCEPT
SELECT c.country
FROM choir AS c
JOIN entry AS e ON e.choir_id = c.choir_id
WHERE e.edition IN (2023, 2024);

-- 059 At the edition of 2024, what was the longest time in minutes from the start of one piece in
-- the Great Hall to the start of the next one there on the same day?
WITH waits AS (
  SELECT
    (
      julianday(f.sung_at)
      - julianday(LAG(f.sung_at) OVER (PARTITION BY date(f.sung_at) ORDER BY f.sung_at))
    ) * 1440 AS minutes
  FROM performance AS f
  JOIN entry AS e ON e.entry_id = f.entry_id
  WHERE e.edition = 2024 AND f.hall = 'Great Hall'
)
SELECT CAST(ROUND(MAX(minutes)) AS INTEGER) FROM waits;

-- 060 How warmly is Ragnhild Sæther's "Fjellvise" sung? The average mark for expression over all
-- its performances, to two decimals.
SELECT ROUND(AVG(s.expression), 2)
FROM score AS s
JOIN performance AS f ON f.performance_id = s.performance_id
JOIN piece AS p ON p.piece_id = f.piece_id
WHERE p.title = 'Fjellvise';

-- 061 What share of the performances since 2022, that edition included, was of pieces with Latin
-- words? Percent, one decimal; pieces without a known language count as not Latin.
SELECT ROUND(100 * AVG(CASE WHEN p.language = 'Latin' THEN 1.0 ELSE 0 END), 1)
FROM performance AS f
JOIN piece AS p ON p.piece_id = f.piece_id
JOIN entry AS e ON e.entry_id = f.entry_id AND e.edition >= 2022;

-- 062 I have to plan the stewards. For each day of the week on which there has been singing (0 for
-- Sunday to 6 for Saturday), how many performances began before noon, from noon to before six in
-- the evening, and later? One row a day, in the order of these numbers; leave out performances in
-- the open air, which need no stewards.
SELECT
  strftime('%w', sung_at) AS weekday,
  SUM(CASE WHEN strftime('%H', sung_at) < '12' THEN 1 ELSE 0 END),
  SUM(CASE WHEN strftime('%H', sung_at) BETWEEN '12' AND '17' THEN 1 ELSE 0 END),
  SUM(CASE WHEN strftime('%H', sung_at) >= '18' THEN 1 ELSE 0 END)
FROM performance
WHERE hall <> 'Open air'
GROUP BY weekday
ORDER BY weekday;

-- 063 And the winners are? At each edition from 2022 on, add up for every choir that sang the two
-- marks, for intonation and for expression, of each score that has both, and take the average of
-- these sums. Give the two best: edition, place (1 or 2), name of the choir, and that average to
-- one decimal; in order of the editions, then of the places.
WITH averages AS (
  SELECT e.edition, c.name, AVG(s.intonation + s.expression) AS average
  FROM score AS s
  JOIN performance AS f ON f.performance_id = s.performance_id
  JOIN entry AS e ON e.entry_id = f.entry_id
  JOIN choir AS c ON c.choir_id = e.choir_id
  WHERE e.edition >= 2022
  GROUP BY e.entry_id
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY edition ORDER BY average DESC) AS place FROM averages
)
SELECT edition, place, name, ROUND(average, 1)
FROM ranked
WHERE place <= 2
ORDER BY edition, place;

-- 064 Some choirs have a favourite. Which choir has sung which piece three times or more? Two
-- pieces may share a title, so keep them apart. Give the choir's name, the title, and the number of
-- performances, in the order of the choirs' ids and then of the titles.
SELECT c.name, p.title, COUNT(*)
FROM performance AS f
JOIN entry AS e ON e.entry_id = f.entry_id
JOIN choir AS c ON c.choir_id = e.choir_id
JOIN piece AS p ON p.piece_id = f.piece_id
GROUP BY c.choir_id, p.piece_id
HAVING COUNT(*) >= 3
ORDER BY c.choir_id, p.title;
