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
