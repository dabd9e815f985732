-- 001 What is the most humid it has been in any of the vaults? Give the highest relative humidity
-- on record, in percent.
SELECT MAX("RH %") FROM climate_readings;

-- 002 I have a slip of paper here that says only "catalogue no. 000555". Which film is that? The
-- English title will do.
SELECT title FROM films WHERE catalogue_no = '000555';

-- 003 Who led the restoration that cost the most money in the end?
SELECT s.full_name
FROM restorations AS r
JOIN staff AS s ON s.staff_id = r.lead_id
ORDER BY r.spent DESC
LIMIT 1;

-- 004 What is the average fee of a loan, to the cent, when loans that cost nothing are left aside?
SELECT ROUND(AVG(fee), 2) FROM loans WHERE fee > 0;

-- 005 Which films have been asked for most often? Give the titles and the numbers of requests of
-- the top three, granted or not, the highest number first.
SELECT f.title, COUNT(*) AS requests
FROM loans AS l
JOIN prints AS p ON p.print_id = l.print_id
JOIN films AS f ON f.film_id = p.film_id
GROUP BY f.film_id
ORDER BY requests DESC
LIMIT 3;

-- 006 How many loan requests ended without anything being shipped?
SELECT COUNT(*) FROM loans WHERE shipped_on IS NULL;

-- 007 Which of our colleagues do not work here any more? Just their names.
SELECT full_name FROM staff WHERE left_on IS NOT NULL;

-- 008 Of which films is there no print in the house, though they come from Norway, Sweden, Denmark
-- or Iceland? List the titles in alphabetical order.
SELECT f.title
FROM films AS f
LEFT JOIN prints AS p ON p.film_id = f.film_id
WHERE p.print_id IS NULL AND f.country IN ('Norway', 'Sweden', 'Denmark', 'Iceland')
ORDER BY f.title;

-- 009 How many times has a reel of a nitrate print been given an E at an inspection?
SELECT COUNT(*)
FROM inspections AS i
JOIN reels AS r ON r.reel_id = i.reel_id
JOIN prints AS p ON p.print_id = r.print_id
WHERE p.base = 'nitrate' AND i.grade = 'E';

-- 010 If a grade A is worth five points, B four, C three, D two and E one, how many points does an
-- inspection yield on average? Three decimals, please.
SELECT
  ROUND(
    AVG(
      CASE grade WHEN 'A' THEN 5 WHEN 'B' THEN 4 WHEN 'C' THEN 3 WHEN 'D' THEN 2 ELSE 1 END
    ),
    3
  )
FROM inspections;

-- 011 In which countries are the festivals among our borrowers at home? Each country once.
SELECT DISTINCT country FROM borrowers WHERE kind = 'festival';

-- 012 On what day did the collection get its first 16mm print?
SELECT MIN(acquired_on) FROM prints WHERE gauge = '16mm';

-- 013 People say that September is the busy month. How many loan requests have come in on September
-- days, all years taken together?
SELECT COUNT(*) FROM loans WHERE strftime('%m', requested_on) = '09';

-- 014 Who directed the films from Hungary? Names only, each once.
SELECT DISTINCT p.full_name
FROM people AS p
JOIN credits AS c ON c.person_id = p.person_id
JOIN films AS f ON f.film_id = c.film_id
WHERE c.role = 'director' AND f.country = 'Hungary';

-- 015 How many days is a print away from us, counted from the day it was shipped to the day it came
-- back, on average over the loans that have come back? One decimal.
SELECT ROUND(AVG(julianday(returned_on) - julianday(shipped_on)), 1) FROM loans;

-- 016 Which film in the catalogue has the longest running time? Its title in the original language,
-- please.
SELECT original_title FROM films ORDER BY runtime_min DESC LIMIT 1;

-- 017 Give me an overview of the gauges: for each one the number of prints, the day the first of
-- them was acquired and the day the last one was.
SELECT gauge, COUNT(*), MIN(acquired_on), MAX(acquired_on) FROM prints GROUP BY gauge;

-- 018 How many projection prints are there on each kind of film base?
SELECT base, SUM(CASE WHEN element = 'projection print' THEN 1 ELSE 0 END)
FROM prints
GROUP BY base;

-- 019 How many different films from Norway, Sweden, Denmark and Iceland, taken together, have been
-- restored or are being restored?
SELECT COUNT(DISTINCT r.film_id)
FROM restorations AS r
JOIN films AS f ON f.film_id = r.film_id
WHERE f.country IN ('Norway', 'Sweden', 'Denmark', 'Iceland');

-- 020 Which members of staff have ever been in charge of a photochemical restoration?
SELECT DISTINCT s.full_name
FROM staff AS s
JOIN restorations AS r ON r.lead_id = s.staff_id
WHERE r.method = 'photochemical';

-- 021 The chiller of the Long Cellar broke down in July 2024. What was the average temperature
-- measured there in that month, rounded to two decimals?
SELECT ROUND(AVG(c.temp_c), 2)
FROM climate_readings AS c
JOIN vaults AS v ON v.vault_id = c.vault_id
WHERE v.name = 'Long Cellar' AND strftime('%Y-%m', c.read_at) = '2024-07';

-- 022 From how many different countries of production do the films come that borrowers have asked
-- for?
SELECT COUNT(DISTINCT f.country)
FROM loans AS l
JOIN prints AS p ON p.print_id = l.print_id
JOIN films AS f ON f.film_id = p.film_id;

-- 023 Going by calendar years, how many years old was the oldest film that we have ever shipped, in
-- the year of its shipping?
SELECT MAX(strftime('%Y', l.shipped_on) - f.release_year)
FROM loans AS l
JOIN prints AS p ON p.print_id = l.print_id
JOIN films AS f ON f.film_id = p.film_id;

-- 024 Who has sent us three dozen requests or more? Name the borrowers.
SELECT b.name
FROM borrowers AS b
JOIN loans AS l ON l.borrower_id = b.borrower_id
GROUP BY b.borrower_id
HAVING COUNT(*) >= 36;

-- 025 Who is on our list of borrowers but has never sent a request? Their names, please.
SELECT b.name
FROM borrowers AS b
LEFT JOIN loans AS l ON l.borrower_id = b.borrower_id
WHERE l.loan_id IS NULL;

-- 026 For the tour of the house: which people of the Preservation team have worked here longest?
-- List everybody who was ever hired for that team with the day of hiring, the first one at the top.
SELECT full_name, hired_on FROM staff WHERE team = 'Preservation' ORDER BY hired_on;

-- 027 What share of the loans that have come back came back after the day they were due? In percent
-- with one decimal.
SELECT ROUND(100.0 * SUM(CASE WHEN returned_on > due_on THEN 1 ELSE 0 END) / COUNT(*), 1)
FROM loans
WHERE returned_on IS NOT NULL;

-- 028 In the projection booth stands a can with the barcode 00004936. Which film is on it?
SELECT f.title
FROM prints AS p
JOIN films AS f ON f.film_id = p.film_id
WHERE p.barcode = '00004936';

-- 029 How did the planned money add up in 2016? For each restoration begun that year give the
-- starting day, its budget, and the sum of the budgets from January up to and including it, the
-- earliest first.
SELECT started_on, budget, SUM(budget) OVER (ORDER BY started_on) AS so_far
FROM restorations
WHERE strftime('%Y', started_on) = '2016'
ORDER BY started_on;

-- 030 Who was in charge when The Tailor of Őrhegy was restored?
SELECT s.full_name
FROM restorations AS r
JOIN films AS f ON f.film_id = r.film_id
JOIN staff AS s ON s.staff_id = r.lead_id
WHERE f.title = 'The Tailor of Őrhegy';

-- 031 How many reels stand in the Powder House Annex at the moment, going by where their prints are
-- kept?
SELECT COUNT(*)
FROM reels AS r
JOIN prints AS p ON p.print_id = r.print_id
JOIN vaults AS v ON v.vault_id = p.vault_id
WHERE v.name = 'Powder House Annex';

-- 032 What did borrowers pay on average for a print of a Japanese film? Free loans count as zero,
-- requests that came to nothing do not count. Round to one decimal.
SELECT ROUND(AVG(l.fee), 1)
FROM loans AS l
JOIN prints AS p ON p.print_id = l.print_id
JOIN films AS f ON f.film_id = p.film_id
WHERE f.country = 'Japan';

-- 033 In which year did the most prints come into the collection?
SELECT strftime('%Y', acquired_on) AS year
FROM prints
GROUP BY year
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 034 Which countries are in the catalogue as the home of a film, but not as that of any borrower?
SELECT country FROM films
EXCEPT
SELECT country FROM borrowers;

-- 035 Who of the staff, past or present, has never inspected a single reel?
SELECT s.full_name
FROM staff AS s
WHERE NOT EXISTS (SELECT 1 FROM inspections AS i WHERE i.staff_id = s.staff_id);

-- 036 When a reel is inspected again, how many days lie between the two visits on average? Take
-- every pair of successive inspections of one reel, and round to one decimal.
WITH visits AS (
  SELECT
    julianday(inspected_on)
      - julianday(LAG(inspected_on) OVER (PARTITION BY reel_id ORDER BY inspected_on)) AS days
  FROM inspections
)
SELECT ROUND(AVG(days), 1) FROM visits;

-- 037 How many people have stood under Anselm Brodtkorb-Lie in the order of reporting, directly or
-- through others? Those who have left count as well, he himself does not.
WITH RECURSIVE below (staff_id) AS (
  SELECT e.staff_id
  FROM staff AS e
  JOIN staff AS boss ON boss.staff_id = e.reports_to
  WHERE boss.full_name = 'Anselm Brodtkorb-Lie'
  UNION
  SELECT e.staff_id FROM staff AS e JOIN below AS b ON b.staff_id = e.reports_to
)
SELECT COUNT(*) FROM below;

-- 038 By how many degrees has each vault been above its target temperature at worst? Give the name
-- of the vault and the number of degrees, rounded to one decimal, worst first, and vaults that are
-- level in alphabetical order. Leave out vaults without readings.
SELECT v.name, ROUND(MAX(c.temp_c - v.target_temp_c), 1) AS above
FROM climate_readings AS c
JOIN vaults AS v ON v.vault_id = c.vault_id
GROUP BY v.vault_id
ORDER BY above DESC, v.name;

-- 039 How is the work of inspecting shared out? For each team that takes part: its name, how many
-- inspections its members have made, and of how many different prints.
SELECT s.team, COUNT(*), COUNT(DISTINCT r.print_id)
FROM inspections AS i
JOIN staff AS s ON s.staff_id = i.staff_id
JOIN reels AS r ON r.reel_id = i.reel_id
GROUP BY s.team;

-- 040 How many different borrowers have received a print of Train without a Name? A request that
-- was never shipped does not count.
SELECT COUNT(DISTINCT l.borrower_id)
FROM loans AS l
JOIN prints AS p ON p.print_id = l.print_id
JOIN films AS f ON f.film_id = p.film_id
WHERE f.title = 'Train without a Name' AND l.shipped_on IS NOT NULL;

-- 041 Of all inspections of 16mm reels at which the acid level was measured, what percentage found
-- level 2 or higher? One decimal.
SELECT ROUND(100 * AVG(i.acid_level >= 2), 1)
FROM inspections AS i
JOIN reels AS r ON r.reel_id = i.reel_id
JOIN prints AS p ON p.print_id = r.print_id
WHERE p.gauge = '16mm';

-- 042 In which vaults should I look for Egyptian films? Name each vault once.
SELECT DISTINCT v.name
FROM vaults AS v
JOIN prints AS p ON p.vault_id = v.vault_id
JOIN films AS f ON f.film_id = p.film_id
WHERE f.country = 'Egypt';

-- 043 Who has worked both on a Swedish and on a Danish film? List the names; two people of one name
-- are two people.
WITH on_both AS (
  SELECT c.person_id
  FROM credits AS c
  JOIN films AS f ON f.film_id = c.film_id
  WHERE f.country = 'Sweden'
  INTERSECT
  SELECT c.person_id
  FROM credits AS c
  JOIN films AS f ON f.film_id = c.film_id
  WHERE f.country = 'Denmark'
)
SELECT p.full_name
FROM on_both AS b
JOIN people AS p ON p.person_id = b.person_id;

-- 044 How old were the directors of comedies in the year of release, on average, as far as both
-- years are known? Reckon in calendar years, count a person once per film, and round to one
-- decimal.
SELECT ROUND(AVG(f.release_year - p.birth_year), 1)
FROM credits AS c
JOIN people AS p ON p.person_id = c.person_id
JOIN films AS f ON f.film_id = c.film_id
WHERE c.role = 'director' AND f.genre = 'comedy';

-- 045 Who has been both director and actor of one and the same film? Give the person and the title,
-- in the alphabetical order of the titles.
SELECT p.full_name, f.title
FROM credits AS directing
JOIN credits AS acting
  ON acting.film_id = directing.film_id AND acting.person_id = directing.person_id
JOIN people AS p ON p.person_id = directing.person_id
JOIN films AS f ON f.film_id = directing.film_id
WHERE directing.role = 'director' AND acting.role = 'actor'
ORDER BY f.title;

-- 046 Some prints have gaps: reel 1 and 3 are there, for example, but no reel 2. Which prints lack
-- two reels or more below the highest number they have? Give barcode, title and the number of reels
-- lacking, in the order of the barcodes.
SELECT p.barcode, f.title, MAX(r.reel_no) - COUNT(*) AS lacking
FROM prints AS p
JOIN films AS f ON f.film_id = p.film_id
JOIN reels AS r ON r.print_id = p.print_id
GROUP BY p.print_id
HAVING MAX(r.reel_no) - COUNT(*) >= 2
ORDER BY p.barcode;

-- 047 Of how many films do we keep both a nitrate and an acetate print?
SELECT COUNT(*)
FROM (
  SELECT film_id FROM prints WHERE base = 'nitrate'
  INTERSECT
  SELECT film_id FROM prints WHERE base = 'acetate'
);

-- 048 Among the colleagues with at least 15 inspections of reels of Norwegian films, whose
-- inspections of these end in a D or an E most often, as a share of that person's own?
SELECT s.full_name
FROM inspections AS i
JOIN staff AS s ON s.staff_id = i.staff_id
JOIN reels AS r ON r.reel_id = i.reel_id
JOIN prints AS p ON p.print_id = r.print_id
JOIN films AS f ON f.film_id = p.film_id
WHERE f.country = 'Norway'
GROUP BY s.staff_id
HAVING COUNT(*) >= 15
ORDER BY AVG(CASE WHEN i.grade IN ('D', 'E') THEN 1.0 ELSE 0 END) DESC
LIMIT 1;

-- 049 Which three films earned the most in fees for prints shipped in 2021? Give the title, the
-- sum, and what percentage of all fees for that year's shipments it was, to one decimal; highest
-- first.
WITH paid AS (
  SELECT p.film_id, SUM(l.fee) AS fees
  FROM loans AS l
  JOIN prints AS p ON p.print_id = l.print_id
  WHERE strftime('%Y', l.shipped_on) = '2021'
  GROUP BY p.film_id
)
SELECT f.title, p.fees, ROUND(100 * p.fees / (SELECT SUM(fees) FROM paid), 1)
FROM paid AS p
JOIN films AS f ON f.film_id = p.film_id
ORDER BY p.fees DESC
LIMIT 3;

-- 050 How well has each period survived? Sort the films by release year into "to 1929", "1930 to
-- 1959", "from 1960" and "undated", and give for each group the number of films and the number of
-- prints that we hold of them, films without prints included.
SELECT
  CASE
    WHEN f.release_year IS NULL THEN 'undated'
    WHEN f.release_year <= 1929 THEN 'to 1929'
    WHEN f.release_year <= 1959 THEN '1930 to 1959'
    ELSE 'from 1960'
  END AS period,
  COUNT(DISTINCT f.film_id),
  COUNT(p.print_id)
FROM films AS f
LEFT JOIN prints AS p ON p.film_id = f.film_id
GROUP BY period;

-- 051 What was the longest unbroken run of daily readings of 15 degrees or more in the Mill Loft? A
-- lower reading or a missing one ends a run; give the number of days.
WITH flagged AS (
  SELECT
    c.read_at,
    c.temp_c >= 15 AS is_warm,
    ROW_NUMBER() OVER (ORDER BY c.read_at)
      - ROW_NUMBER() OVER (PARTITION BY c.temp_c >= 15 ORDER BY c.read_at) AS run
  FROM climate_readings AS c
  JOIN vaults AS v ON v.vault_id = c.vault_id
  WHERE v.name = 'Mill Loft'
), runs AS (
  SELECT COUNT(*) AS days FROM flagged WHERE is_warm GROUP BY run
)
SELECT MAX(days) FROM runs;

-- 052 From which month of 2024 to the next did the average temperature in the Mill Loft West rise
-- most? Name the later of the two, like 2024-11.
WITH monthly AS (
  SELECT strftime('%Y-%m', c.read_at) AS month, AVG(c.temp_c) AS warmth
  FROM climate_readings AS c
  JOIN vaults AS v ON v.vault_id = c.vault_id
  WHERE v.name = 'Mill Loft West'
  GROUP BY month
), compared AS (
  SELECT month, warmth - LAG(warmth) OVER (ORDER BY month) AS rise FROM monthly
)
SELECT month FROM compared ORDER BY rise DESC LIMIT 1;

-- 053 Which film of each genre has been shipped to borrowers most often? Give genre, title and the
-- number of shipments, by genre in alphabetical order, and by title where films of a genre are
-- level. Genres of which nothing was shipped do not appear.
WITH shipped AS (
  SELECT f.genre, f.title, COUNT(*) AS shipments
  FROM loans AS l
  JOIN prints AS p ON p.print_id = l.print_id
  JOIN films AS f ON f.film_id = p.film_id
  WHERE l.shipped_on IS NOT NULL
  GROUP BY f.film_id
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY genre ORDER BY shipments DESC) AS place FROM shipped
)
SELECT genre, title, shipments FROM ranked WHERE place = 1 ORDER BY genre, title;

-- 054 Which cities have received both Spanish and Italian films from us?
SELECT b.city
FROM borrowers AS b
JOIN loans AS l ON l.borrower_id = b.borrower_id
JOIN prints AS p ON p.print_id = l.print_id
JOIN films AS f ON f.film_id = p.film_id
WHERE f.country = 'Spain' AND l.shipped_on IS NOT NULL
INTERSECT
SELECT b.city
FROM borrowers AS b
JOIN loans AS l ON l.borrower_id = b.borrower_id
JOIN prints AS p ON p.print_id = l.print_id
JOIN films AS f ON f.film_id = p.film_id
WHERE f.country = 'Italy' AND l.shipped_on IS NOT NULL;

-- 055 How did the restorations go that Nkechi Amadi-Voll has led? Give, the earliest first, the
-- title of the film and a verdict: "open" where the work is not finished, "over" where more was
-- spent than planned, and "within" otherwise.
SELECT
  f.title,
  CASE
    WHEN r.finished_on IS NULL THEN 'open'
    WHEN r.spent > r.budget THEN 'over'
    ELSE 'within'
  END
FROM restorations AS r
JOIN staff AS s ON s.staff_id = r.lead_id
JOIN films AS f ON f.film_id = r.film_id
WHERE s.full_name = 'Nkechi Amadi-Voll'
ORDER BY r.started_on;

-- 056 Which films have been restored although no reel of theirs has ever been inspected? Titles,
-- each once.
WITH inspected AS (
  SELECT p.film_id
  FROM prints AS p
  JOIN reels AS r ON r.print_id = p.print_id
  JOIN inspections AS i ON i.reel_id = r.reel_id
)
SELECT DISTINCT f.title
FROM restorations AS t
JOIN films AS f ON f.film_id = t.film_id
LEFT JOIN inspected AS i ON i.film_id = f.film_id
WHERE i.film_id IS NULL;

-- 057 How much more, in percent of the budget, did finished restorations cost than planned, all of
-- them added up? Treat each funder separately, leave out those without a named funder (missing or
-- empty), and give funder and percentage with one decimal, the largest overrun first. Savings are
-- negative.
SELECT funder, ROUND(100.0 * (SUM(spent) - SUM(budget)) / SUM(budget), 1) AS overrun
FROM restorations
WHERE finished_on IS NOT NULL AND funder <> ''
GROUP BY funder
ORDER BY overrun DESC;

-- 058 How many people whose own country is Norway have worked on Norwegian as well as on Swedish
-- films?
SELECT COUNT(*)
FROM (
  SELECT p.person_id
  FROM people AS p
  JOIN credits AS c ON c.person_id = p.person_id
  JOIN films AS f ON f.film_id = c.film_id
  WHERE f.country = 'Sweden' AND p.country = 'Norway'
  INTERSECT
  SELECT c.person_id
  FROM credits AS c
  JOIN films AS f ON f.film_id = c.film_id
  WHERE f.country = 'Norway'
);

-- 059 Which prints are still out although they were due back before the 30th of November 2024? Give
-- the title, the borrower and the due date, longest overdue first.
SELECT f.title, b.name, l.due_on
FROM loans AS l
JOIN borrowers AS b ON b.borrower_id = l.borrower_id
JOIN prints AS p ON p.print_id = l.print_id
JOIN films AS f ON f.film_id = p.film_id
WHERE l.returned_on IS NULL AND l.due_on < '2024-11-30'
ORDER BY l.due_on;

-- 060 How many kilometres of film would all the reels make, laid end to end? Count what has been
-- measured, and give one decimal.
SELECT ROUND(SUM(length_m) / 1000, 1) FROM reels;

-- 061 Which reels have lost three grades or more from one inspection to the next (from A to D,
-- say)? Give the barcode of the print, the number of the reel, the grade before and the grade
-- after, in the order of barcodes and then of numbers.
WITH graded AS (
  SELECT
    reel_id,
    grade,
    LAG(grade) OVER (PARTITION BY reel_id ORDER BY inspected_on) AS grade_before
  FROM inspections
)
SELECT p.barcode, r.reel_no, g.grade_before, g.grade
FROM graded AS g
JOIN reels AS r ON r.reel_id = g.reel_id
JOIN prints AS p ON p.print_id = r.print_id
WHERE unicode(g.grade) - unicode(g.grade_before) >= 3
ORDER BY p.barcode, r.reel_no;

-- 062 Which festivals have asked for a print of a film that Oddvar Hjelmås worked on? I mean the
-- one born in 1915. List each festival once.
SELECT DISTINCT b.name
FROM borrowers AS b
JOIN loans AS l ON l.borrower_id = b.borrower_id
JOIN prints AS p ON p.print_id = l.print_id
JOIN credits AS c ON c.film_id = p.film_id
JOIN people AS h ON h.person_id = c.person_id
WHERE b.kind = 'festival' AND h.full_name = 'Oddvar Hjelmås' AND h.birth_year = 1915;
