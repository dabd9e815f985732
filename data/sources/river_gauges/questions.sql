-- 001 How long, in kilometres, is the river Čierna (not the Čierna Malá)?
SELECT length_km FROM river WHERE name = 'Čierna';

-- 002 Which stations have been closed? List their names.
SELECT name FROM station WHERE closed_on IS NOT NULL;

-- 003 How high was the highest flood peak ever recorded, in centimetres?
SELECT MAX(peak_cm) FROM flood;

-- 004 How long does a visit for calibration take on average, in minutes? Round to one decimal.
SELECT ROUND(AVG(minutes), 1) FROM visit WHERE purpose = 'calibration';

-- 005 What is the phone number of Inês Tordilha?
SELECT phone FROM observer WHERE full_name = 'Inês Tordilha';

-- 006 Which makers have sensors, in place or removed, at the stations of the Čierna? Name each
-- once, and leave out sensors whose maker is missing or empty.
SELECT DISTINCT s.maker
FROM sensor AS s
JOIN station AS t ON t.station_no = s.station_no
JOIN river AS r ON r.code = t.river_code
WHERE r.name = 'Čierna' AND s.maker <> '';

-- 007 Which rivers flow directly into the Ardenne Noire? List the names, longest river first.
SELECT t.name
FROM river AS t
JOIN river AS r ON r.code = t.flows_into
WHERE r.name = 'Ardenne Noire'
ORDER BY t.length_km DESC;

-- 008 How many sensors that measure rain have not been removed?
SELECT COUNT(*) FROM sensor WHERE measures = 'rain' AND removed_on IS NULL;

-- 009 On which day was the water at Port-Ardenne warmest, going by readings of good quality?
SELECT d.day
FROM daily_reading AS d
JOIN sensor AS s ON s.serial = d.serial
JOIN station AS t ON t.station_no = s.station_no
WHERE t.name = 'Port-Ardenne' AND s.measures = 'temperature' AND d.quality = 'good'
ORDER BY d.value DESC
LIMIT 1;

-- 010 Which rivers have had at least five floods? Give the name of the river and the number of
-- floods, from the longest river to the shortest.
SELECT r.name, COUNT(*)
FROM flood AS f
JOIN station AS t ON t.station_no = f.station_no
JOIN river AS r ON r.code = t.river_code
GROUP BY r.code
HAVING COUNT(*) >= 5
ORDER BY r.length_km DESC;

-- 011 Which stations have never been visited? List their names.
SELECT t.name
FROM station AS t
LEFT JOIN visit AS v ON v.station_no = t.station_no
WHERE v.visit_id IS NULL;

-- 012 Who has made the most visits among the observers who are not paid?
SELECT o.full_name
FROM visit AS v
JOIN observer AS o ON o.observer_id = v.observer_id
WHERE o.is_paid = 0
GROUP BY o.observer_id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 013 What was the mean water temperature at Vauquelin Weir in December 2023, over readings of good
-- quality? Round to two decimals.
SELECT ROUND(AVG(d.value), 2)
FROM daily_reading AS d
JOIN sensor AS s ON s.serial = d.serial
JOIN station AS t ON t.station_no = s.station_no
WHERE t.name = 'Vauquelin Weir'
  AND s.measures = 'temperature'
  AND d.day LIKE '2023-12-%'
  AND d.quality = 'good';

-- 014 How many days did the longest flood last, from its first to its last day, both counted?
SELECT CAST(MAX(julianday(ended_on) - julianday(began_on)) + 1 AS INTEGER) FROM flood;

-- 015 At which stations did a flood reach the third alarm level or more? Give the name of the
-- station and the number of such floods, in alphabetical order of the names.
SELECT t.name, COUNT(*)
FROM flood AS f
JOIN alarm_level AS a ON a.station_no = f.station_no
JOIN station AS t ON t.station_no = f.station_no
WHERE a.grade = 3 AND f.peak_cm >= a.level_cm
GROUP BY t.station_no
ORDER BY t.name;

-- 016 Which sensor failed on the most days, so that there is a reading without a value? Give its
-- serial number.
SELECT serial
FROM daily_reading
WHERE value IS NULL
GROUP BY serial
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 017 Which stations have no alarm levels? Give the name of the station and the name of its river.
SELECT t.name, r.name
FROM station AS t
JOIN river AS r ON r.code = t.river_code
WHERE t.station_no NOT IN (SELECT station_no FROM alarm_level);

-- 018 Follow the water from the Bystrá downstream: through which rivers does it run until it leaves
-- the map? List their names in the order of the flow, without the Bystrá.
WITH RECURSIVE course (code, step) AS (
  SELECT flows_into, 1 FROM river WHERE name = 'Bystrá'
  UNION ALL
  SELECT r.flows_into, c.step + 1 FROM river AS r JOIN course AS c ON r.code = c.code
)
SELECT r.name
FROM course AS c
JOIN river AS r ON r.code = c.code
ORDER BY c.step;

-- 019 What share of the readings at Lissmouth has the quality "good", in percent rounded to one
-- decimal? Days on which the sensor failed count too.
SELECT ROUND(100 * AVG(d.quality IS 'good'), 1)
FROM daily_reading AS d
JOIN sensor AS s ON s.serial = d.serial
JOIN station AS t ON t.station_no = s.station_no
WHERE t.name = 'Lissmouth';

-- 020 How much damage, in euros, have the floods on the Liss done, as far as it is known?
SELECT SUM(f.damage_eur)
FROM flood AS f
JOIN station AS t ON t.station_no = f.station_no
JOIN river AS r ON r.code = t.river_code
WHERE r.name = 'Liss';

-- 021 Which observers have been to all stations of the Ardenne Noire? List their names.
SELECT o.full_name
FROM visit AS v
JOIN observer AS o ON o.observer_id = v.observer_id
JOIN station AS t ON t.station_no = v.station_no
JOIN river AS r ON r.code = t.river_code
WHERE r.name = 'Ardenne Noire'
GROUP BY o.observer_id
HAVING COUNT(DISTINCT t.station_no) = (
  SELECT COUNT(*)
  FROM station AS u
  JOIN river AS q ON q.code = u.river_code
  WHERE q.name = 'Ardenne Noire'
);

-- 022 What was the largest change of the water level at Port-Ardenne from one day to the next, up
-- or down, in centimetres, where the readings of both days are of good quality?
WITH steps AS (
  SELECT
    ABS(d.value - LAG(d.value) OVER (ORDER BY d.day)) AS change,
    d.quality,
    LAG(d.quality) OVER (ORDER BY d.day) AS quality_before
  FROM daily_reading AS d
  JOIN sensor AS s ON s.serial = d.serial
  JOIN station AS t ON t.station_no = s.station_no
  WHERE t.name = 'Port-Ardenne' AND s.measures = 'level'
)
SELECT MAX(change) FROM steps WHERE quality = 'good' AND quality_before = 'good';

-- 023 How many visits were there in each year, and how many of them were for repairs? Give year,
-- visits and visits for repair, from the earliest year on.
SELECT strftime('%Y', visited_on) AS year, COUNT(*), SUM(purpose = 'repair')
FROM visit
GROUP BY year
ORDER BY year;

-- 024 Which river, of those with more than one station, has its stations furthest apart? Measure
-- along the river from the lowest station to the highest one, and give the river's name and the
-- distance in kilometres, rounded to one decimal.
SELECT r.name, ROUND(MAX(t.km_from_mouth) - MIN(t.km_from_mouth), 1) AS distance
FROM station AS t
JOIN river AS r ON r.code = t.river_code
GROUP BY r.code
ORDER BY distance DESC
LIMIT 1;

-- 025 How do the stations lie? Count those below 100 metres as "low", those from 100 to below 300
-- as "middle", those from 300 on as "high", and those without a known elevation as "unknown". Give
-- group and number, largest group first.
SELECT
  CASE
    WHEN elevation_m < 100 THEN 'low'
    WHEN elevation_m < 300 THEN 'middle'
    WHEN elevation_m >= 300 THEN 'high'
    ELSE 'unknown'
  END AS height,
  COUNT(*) AS stations
FROM station
GROUP BY height
ORDER BY stations DESC;

-- 026 At which station was the staff gauge read highest on a visit, and how many centimetres did it
-- show?
SELECT t.name, v."staff gauge (cm)"
FROM visit AS v
JOIN station AS t ON t.station_no = v.station_no
ORDER BY v."staff gauge (cm)" DESC
LIMIT 1;

-- 027 Which rivers have a station, yet have had no flood so far? List their names.
SELECT r.name FROM river AS r JOIN station AS t ON t.river_code = r.code
EXCEPT
SELECT r.name
FROM river AS r
JOIN station AS t ON t.river_code = r.code
JOIN flood AS f ON f.station_no = t.station_no;

-- 028 For each month from October 2023 to March 2024, how many millimetres of rain fell at
-- Møllebro? Take readings of good quality only; give month (like 2023-10) and sum, rounded to one
-- decimal, in order of time.
SELECT strftime('%Y-%m', d.day) AS month, ROUND(SUM(d.value), 1)
FROM daily_reading AS d
JOIN sensor AS s ON s.serial = d.serial
JOIN station AS t ON t.station_no = s.station_no
WHERE t.name = 'Møllebro' AND s.measures = 'rain' AND d.quality = 'good'
GROUP BY month
ORDER BY month;

-- 029 How many minutes has Tomáš Vrbovec, written with both accents, spent on visits to stations of
-- the Liss?
SELECT SUM(v.minutes)
FROM visit AS v
JOIN observer AS o ON o.observer_id = v.observer_id
JOIN station AS t ON t.station_no = v.station_no
JOIN river AS r ON r.code = t.river_code
WHERE o.full_name = 'Tomáš Vrbovec' AND r.name = 'Liss';

-- 030 Into which river does the Rio Tordo flow?
SELECT d.name FROM river AS r JOIN river AS d ON d.code = r.flows_into WHERE r.name = 'Rio Tordo';

-- 031 For each river that has had a flood, which station recorded the highest peak? Give river,
-- station and peak in centimetres, the highest peak first, equal ones in alphabetical order of the
-- rivers.
WITH ranked AS (
  SELECT
    t.river_code,
    t.name,
    f.peak_cm,
    ROW_NUMBER() OVER (PARTITION BY t.river_code ORDER BY f.peak_cm DESC) AS place
  FROM flood AS f
  JOIN station AS t ON t.station_no = f.station_no
)
SELECT r.name, k.name, k.peak_cm
FROM ranked AS k
JOIN river AS r ON r.code = k.river_code
WHERE k.place = 1
ORDER BY k.peak_cm DESC, r.name;

-- 032 What percentage of the length of all rivers together belongs to tributaries, that is, to
-- rivers that flow into another one of the list? Round to one decimal.
SELECT ROUND(100 * SUM(CASE WHEN flows_into IS NOT NULL THEN length_km END) / SUM(length_km), 1)
FROM river;

-- 033 How many stations stand on tributaries, that is, on rivers that flow into another one?
SELECT COUNT(*)
FROM station AS t
JOIN river AS r ON r.code = t.river_code
WHERE r.flows_into IS NOT NULL;

-- 034 Which remarks did Père "Jo" Lacaussade leave on his visits? List each once; leave out missing
-- and empty ones.
SELECT DISTINCT v.remark
FROM visit AS v
JOIN observer AS o ON o.observer_id = v.observer_id
WHERE o.full_name = 'Père "Jo" Lacaussade' AND v.remark <> '';

-- 035 For each maker of sensors, how many sensors are in place, that is, not removed? Give maker
-- and number, without sensors whose maker is missing or empty.
SELECT maker, COUNT(*) FROM sensor WHERE removed_on IS NULL AND maker <> '' GROUP BY maker;

-- 036 In which year was the oldest of the stations on the Οξύς opened?
SELECT CAST(MIN(strftime('%Y', t.opened_on)) AS INTEGER)
FROM station AS t
JOIN river AS r ON r.code = t.river_code
WHERE r.name = 'Οξύς';

-- 037 What was the average peak, in centimetres, of the floods that were caused by an ice jam above
-- the bridge? Round to one decimal.
SELECT ROUND(AVG(peak_cm), 1) FROM flood WHERE note = 'Ice jam above the bridge';

-- 038 How many minutes have paid observers spent on visits to stations that have since been closed?
SELECT SUM(v.minutes)
FROM visit AS v
JOIN observer AS o ON o.observer_id = v.observer_id
JOIN station AS t ON t.station_no = v.station_no
WHERE o.is_paid = 1 AND t.closed_on IS NOT NULL;

-- 039 How many of our observers know both waters, having visited a station on the Bystrá as well as
-- one on the Ash, Upper?
SELECT COUNT(*)
FROM (
  SELECT v.observer_id
  FROM visit AS v
  JOIN station AS t ON t.station_no = v.station_no
  JOIN river AS r ON r.code = t.river_code
  WHERE r.name = 'Bystrá'
  INTERSECT
  SELECT v.observer_id
  FROM visit AS v
  JOIN station AS t ON t.station_no = v.station_no
  JOIN river AS r ON r.code = t.river_code
  WHERE r.name = 'Ash, Upper'
);

-- 040 Suppose that a visit costs us 45.50 euros when something is repaired, 30 for a calibration
-- and 12.25 for any other purpose. What have all visits together cost?
SELECT SUM(CASE purpose WHEN 'repair' THEN 45.5 WHEN 'calibration' THEN 30 ELSE 12.25 END)
FROM visit;

-- 041 One of the stations has a birthday only every four years. Which one was opened on a 29th of
-- February?
SELECT name FROM station WHERE strftime('%m-%d', opened_on) = '02-29';

-- 042 How many of the floods on record began in December, January or February?
SELECT COUNT(*) FROM flood WHERE strftime('%m', began_on) IN ('12', '01', '02');

-- 043 Which sensors were removed in the years 2012 to 2015? Serial numbers.
SELECT serial FROM sensor WHERE strftime('%Y', removed_on) BETWEEN '2012' AND '2015';

-- 044 How many visits has a station on the Ardenne Noire had on average, among those that have had
-- any? One decimal.
SELECT ROUND(AVG(visits), 1)
FROM (
  SELECT COUNT(*) AS visits
  FROM visit AS v
  JOIN station AS t ON t.station_no = v.station_no
  JOIN river AS r ON r.code = t.river_code
  WHERE r.name = 'Ardenne Noire'
  GROUP BY v.station_no
);

-- 045 Order the rivers whose basin is known by its size and number them: 1 for the largest. Name
-- and number, in any order of rows.
SELECT name, RANK() OVER (ORDER BY basin_km2 DESC) FROM river WHERE basin_km2 IS NOT NULL;

-- 046 Which stations have been spared so far, with no flood on record? List the names.
SELECT t.name
FROM station AS t
LEFT JOIN flood AS f ON f.station_no = t.station_no
WHERE f.flood_id IS NULL;

-- 047 How long, in minutes, do unpaid observers stay on average when they visit a station that lies
-- 402 metres up or higher? One decimal; visits without a known length do not count.
SELECT ROUND(AVG(v.minutes), 1)
FROM visit AS v
JOIN observer AS o ON o.observer_id = v.observer_id AND o.is_paid = 0
JOIN station AS t ON t.station_no = v.station_no AND t.elevation_m >= 402;

-- 048 When did the first flood on record begin on the Rio Tordo?
SELECT MIN(f.began_on)
FROM flood AS f
JOIN station AS t ON t.station_no = f.station_no
JOIN river AS r ON r.code = t.river_code AND r.name = 'Rio Tordo';

-- 049 For the annual report: how many visits were "quick" (under an hour), "usual" (from 60 to
-- under 120 minutes) and "long" (120 minutes or more), and how many are "not noted"?
SELECT
  CASE
    WHEN minutes IS NULL THEN 'not noted'
    WHEN minutes < 60 THEN 'quick'
    WHEN minutes < 120 THEN 'usual'
    ELSE 'long'
  END AS length,
  COUNT(*)
FROM visit
GROUP BY length;

-- 050 On how many days in all did sensors made by Hydra fail, counting each sensor's days without a
-- value separately?
SELECT COUNT(*)
FROM daily_reading AS d
JOIN sensor AS s ON s.serial = d.serial
WHERE s.maker = 'Hydra' AND d.value IS NULL;

-- 051 On which rivers have we a station that lies higher than 149 metres? Names, each once.
SELECT DISTINCT r.name
FROM river AS r
JOIN station AS t ON t.river_code = r.code
WHERE t.elevation_m > 149;

-- 052 On the day that was wettest for them, how many millimetres of rain did the rain gauges at
-- stations below 184 metres get on average? Only readings of good quality count; two decimals.
WITH daily AS (
  SELECT AVG(d.value) AS mean
  FROM daily_reading AS d
  JOIN sensor AS s ON s.serial = d.serial
  JOIN station AS t ON t.station_no = s.station_no
  WHERE s.measures = 'rain' AND d.quality = 'good' AND t.elevation_m < 184
  GROUP BY d.day
)
SELECT ROUND(MAX(mean), 2) FROM daily;

-- 053 On which rivers do we have stations, but at none of them a sensor for temperature, not even a
-- removed one?
SELECT r.name FROM river AS r JOIN station AS t ON t.river_code = r.code
EXCEPT
SELECT r.name
FROM river AS r
JOIN station AS t ON t.river_code = r.code
JOIN sensor AS s ON s.station_no = t.station_no
WHERE s.measures = 'temperature';

-- 054 Who has never been to a station on the Wóda? List the observers' names.
SELECT o.full_name
FROM observer AS o
WHERE NOT EXISTS (
  SELECT *
  FROM visit AS v
  JOIN station AS t ON t.station_no = v.station_no
  JOIN river AS r ON r.code = t.river_code
  WHERE v.observer_id = o.observer_id AND r.name = 'Wóda'
);

-- 055 At which stations has a third alarm level been set that no flood has ever reached? Names.
SELECT t.name
FROM station AS t
JOIN alarm_level AS a ON a.station_no = t.station_no AND a.grade = 3
EXCEPT
SELECT t.name
FROM station AS t
JOIN alarm_level AS a ON a.station_no = t.station_no
JOIN flood AS f ON f.station_no = t.station_no AND f.peak_cm >= a.level_cm
WHERE a.grade = 3;

-- 056 What was the longest time, in days, that Port-Ardenne had to wait from one repair visit to
-- the next?
WITH waits AS (
  SELECT
    julianday(v.visited_on) - julianday(LAG(v.visited_on) OVER (ORDER BY v.visited_on)) AS days
  FROM visit AS v
  JOIN station AS t ON t.station_no = v.station_no
  WHERE t.name = 'Port-Ardenne' AND v.purpose = 'repair'
)
SELECT CAST(MAX(days) AS INTEGER) FROM waits;

-- 057 How high did the water stand on the Čierna at most, by the staff gauges that observers read
-- on their visits there? In centimetres.
SELECT MAX(v."staff gauge (cm)")
FROM visit AS v
JOIN station AS t ON t.station_no = v.station_no
JOIN river AS r ON r.code = t.river_code
WHERE r.name = 'Čierna';

-- 058 What part of all known flood damage was done on the Čierna (not the Čierna Malá)? In percent,
-- one decimal.
SELECT ROUND(100.0 * SUM(CASE WHEN r.name = 'Čierna' THEN f.damage_eur END) / SUM(f.damage_eur), 1)
FROM flood AS f
JOIN station AS t ON t.station_no = f.station_no
JOIN river AS r ON r.code = t.river_code;

-- 059 Think of the Čierna as a whole system: the river itself, all that flows into it, all that
-- flows into those, and so on. How many floods have there been in it?
WITH RECURSIVE water (code) AS (
  SELECT code FROM river WHERE name = 'Čierna'
  UNION
  SELECT r.code FROM river AS r JOIN water AS w ON w.code = r.flows_into
)
SELECT COUNT(*)
FROM flood AS f
JOIN station AS t ON t.station_no = f.station_no
JOIN water AS w ON w.code = t.river_code;

-- 060 How serious are our floods? Take the highest alarm grade whose level the peak of a flood
-- reached at its station, call it "third", "second" or "first", and "none" where not even the first
-- was reached or no levels are set. Word, number of floods, and their average peak in centimetres
-- to one decimal, highest average first.
WITH reached AS (
  SELECT f.flood_id, f.peak_cm, MAX(a.grade) AS grade
  FROM flood AS f
  LEFT JOIN alarm_level AS a ON a.station_no = f.station_no AND f.peak_cm >= a.level_cm
  GROUP BY f.flood_id
)
SELECT
  CASE grade WHEN 3 THEN 'third' WHEN 2 THEN 'second' WHEN 1 THEN 'first' ELSE 'none' END AS word,
  COUNT(*),
  ROUND(AVG(peak_cm), 1) AS mean_peak
FROM reached
GROUP BY word
ORDER BY mean_peak DESC;

-- 061 When was the wettest week at Tordo Baixo? Find the seven days in a row with the most rain,
-- whatever the quality of the readings, days without a value counting as dry. Give the last of the
-- seven days and the millimetres, to one decimal.
WITH weeks AS (
  SELECT
    d.day,
    SUM(d.value) OVER (ORDER BY d.day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS rain
  FROM daily_reading AS d
  JOIN sensor AS s ON s.serial = d.serial
  JOIN station AS t ON t.station_no = s.station_no
  WHERE t.name = 'Tordo Baixo' AND s.measures = 'rain'
)
SELECT day, ROUND(rain, 1) FROM weeks ORDER BY rain DESC LIMIT 1;

-- 062 Write me the chronicle of the station Malá Voda: its opening ("opened"), the beginning of
-- each flood ("flood") and every visit for a repair ("repair"). Day and word, in order of time.
SELECT opened_on AS day, 'opened' FROM station WHERE name = 'Malá Voda'
UNION ALL
SELECT f.began_on, 'flood'
FROM flood AS f
JOIN station AS t ON t.station_no = f.station_no
WHERE t.name = 'Malá Voda'
UNION ALL
SELECT v.visited_on, 'repair'
FROM visit AS v
JOIN station AS t ON t.station_no = v.station_no
WHERE t.name = 'Malá Voda' AND v.purpose = 'repair'
ORDER BY day;

-- 063 Of the observers with at least 35 visits, whose visits take the longest on average, as far as
-- their length is known?
SELECT o.full_name
FROM observer AS o
JOIN visit AS v ON v.observer_id = o.observer_id
GROUP BY o.observer_id
HAVING COUNT(*) >= 35
ORDER BY AVG(v.minutes) DESC
LIMIT 1;

-- 064 Which stations that are still open had no visit in 2024? Names of station and river, in the
-- order of the station numbers.
SELECT t.name, r.name
FROM station AS t
JOIN river AS r ON r.code = t.river_code
WHERE t.closed_on IS NULL
  AND NOT EXISTS (
    SELECT *
    FROM visit AS v
    WHERE v.station_no = t.station_no AND strftime('%Y', v.visited_on) = '2024'
  )
ORDER BY t.station_no;
