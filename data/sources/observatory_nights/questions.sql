-- 001 Which instruments have been taken off their telescopes for good? List their names.
SELECT name FROM instrument WHERE removed_on IS NOT NULL;

-- 002 On how many of the nights in the schedule did the dome never open?
SELECT COUNT(*) FROM night WHERE opened_at IS NULL;

-- 003 What was the average seeing, in arc seconds, of the exposures through the Hα filter, as far
-- as it was measured? Two decimals.
SELECT ROUND(AVG(seeing_arcsec), 2) FROM exposure WHERE filter = 'Hα';

-- 004 What nickname does VGC 0830 go by?
SELECT nickname FROM target WHERE designation = 'VGC 0830';

-- 005 How many minutes of telescope time has the wind cost us, all telescopes together?
SELECT SUM(lost_minutes) FROM night WHERE lost_to = 'wind';

-- 006 What is the lowest temperature that any of our weather stations has noted, in °C?
SELECT MIN(temperature_c) FROM weather;

-- 007 In which constellations do the nebulae of the target list lie? Name each once.
SELECT DISTINCT constellation FROM target WHERE kind = 'nebula';

-- 008 Everybody waits for the last moment: how many proposals came in on the 31st of March 2023?
SELECT COUNT(*) FROM proposal WHERE submitted_on = '2023-03-31';

-- 009 How many people have both been observer of a night and reduced an exposure that was graded A?
SELECT COUNT(*)
FROM (
  SELECT observer FROM night
  INTERSECT
  SELECT r.reduced_by
  FROM reduction AS r
  JOIN exposure AS e ON e.exposure_id = r.exposure_id
  WHERE e.grade = 'A'
);

-- 010 What do our reductions cost? Charge 2.50 for each one made by hand, 0.25 for each with
-- pipeline 3.0 and 0.75 for each with an older pipeline, and give me the total.
SELECT SUM(CASE pipeline WHEN 'by hand' THEN 2.5 WHEN '3.0' THEN 0.25 ELSE 0.75 END) FROM reduction;

-- 011 I have to write to Zsófia Csillagvári. What is her e-mail address?
SELECT email FROM astronomer WHERE full_name = 'Zsófia Csillagvári';

-- 012 How many science exposures does the Callado Four-Metre make in a night, on average over the
-- nights with at least one? One decimal.
SELECT ROUND(AVG(exposures), 1)
FROM (
  SELECT COUNT(*) AS exposures
  FROM exposure AS e
  JOIN night AS n ON n.night_id = e.night_id
  JOIN telescope AS t ON t.telescope_id = n.telescope_id
  WHERE t.name = 'Callado Four-Metre' AND e.kind = 'science'
  GROUP BY e.night_id
);

-- 013 How many different targets stood on a proposal that was granted time, but have never been
-- exposed on, for whatever proposal?
SELECT COUNT(*)
FROM (
  SELECT w.target_id
  FROM proposal_target AS w
  JOIN proposal AS p ON p.proposal_code = w.proposal_code
  WHERE p.hours_granted > 0
  EXCEPT
  SELECT target_id FROM exposure
);

-- 014 Which telescopes saw their first light in a year before 1984? Names.
SELECT name FROM telescope WHERE strftime('%Y', first_light) < '1984';

-- 015 Which instruments does, or did, the telescope with the nickname "Big Eye" in its name carry?
-- Give their names.
SELECT i.name
FROM instrument AS i
JOIN telescope AS t ON t.telescope_id = i.telescope_id
WHERE t.name = 'Aktas "Big Eye"';

-- 016 Compare the ways in which exposures are reduced: for each pipeline ("by hand" is one of
-- them), the number of reductions and the average signal-to-noise ratio, to one decimal, over those
-- that have one.
SELECT pipeline, COUNT(*), ROUND(AVG(signal_to_noise), 1) FROM reduction GROUP BY pipeline;

-- 017 Who supervises Matylda Gwiazdowska?
SELECT s.full_name
FROM astronomer AS a
JOIN astronomer AS s ON s.badge = a.supervisor
WHERE a.full_name = 'Matylda Gwiazdowska';

-- 018 Some on our list have never been principal investigator (PI) of a proposal. Who?
SELECT a.full_name
FROM astronomer AS a
LEFT JOIN proposal AS p ON p.pi = a.badge
WHERE p.proposal_code IS NULL;

-- 019 Rank the telescopes that are still in service by aperture, the largest first. Name and rank;
-- telescopes of one size would share a rank. Any order of rows will do.
SELECT name, RANK() OVER (ORDER BY aperture_m DESC) FROM telescope WHERE retired_on IS NULL;

-- 020 Through how much air do we look at comets? The average airmass of the exposures on comets
-- that belong to proposals of the semester 2023B, to two decimals.
SELECT ROUND(AVG(e.airmass), 2)
FROM exposure AS e
JOIN target AS t ON t.target_id = e.target_id AND t.kind = 'comet'
JOIN proposal AS p ON p.proposal_code = e.proposal_code AND p.semester = '2023B';

-- 021 When was the new camera BEC mk2 first pointed at a nebula? Start of that exposure, date and
-- time as stored.
SELECT MIN(e.started_at)
FROM exposure AS e
JOIN instrument AS i ON i.code = e.instrument_code AND i.name = 'BEC mk2'
JOIN target AS t ON t.target_id = e.target_id AND t.kind = 'nebula';

-- 022 How were our nights spread over the moon's phases? Call them "dark" with less than 25 percent
-- of the moon lit, "grey" up to and including 75 percent, and "bright" above; count all scheduled
-- nights, open or not.
SELECT
  CASE
    WHEN moon_percent < 25 THEN 'dark'
    WHEN moon_percent <= 75 THEN 'grey'
    ELSE 'bright'
  END AS sky,
  COUNT(*)
FROM night
GROUP BY sky;

-- 023 How many exposures of grade A have proposals of rank B got out of us?
SELECT COUNT(*)
FROM exposure AS e
JOIN proposal AS p ON p.proposal_code = e.proposal_code
WHERE e.grade = 'A' AND p."rank" = 'B';

-- 024 In which months of the year do we lose time? For each month (01 to 12) the minutes lost, from
-- all nights and causes, in order of the months.
SELECT strftime('%m', evening_of) AS month, SUM(lost_minutes)
FROM night
GROUP BY month
ORDER BY month;

-- 025 Which of our telescopes is the youngest, going by its first light?
SELECT name FROM telescope ORDER BY first_light DESC LIMIT 1;

-- 026 How many different people have reduced exposures made with VIGOR, as far as we know who it
-- was?
SELECT COUNT(DISTINCT r.reduced_by)
FROM reduction AS r
JOIN exposure AS e ON e.exposure_id = r.exposure_id
JOIN instrument AS i ON i.code = e.instrument_code AND i.name = 'VIGOR';

-- 027 Which institutes have handed in a proposal for 2024A, judged by where its PI works? Each
-- institute once; skip people whose institute is missing or empty.
SELECT DISTINCT a.institute
FROM astronomer AS a
JOIN proposal AS p ON p.pi = a.badge
WHERE p.semester = '2024A' AND a.institute <> '';

-- 028 What percentage of the reductions of grade B exposures failed? One decimal.
SELECT ROUND(100 * AVG(CASE WHEN r.outcome = 'failed' THEN 1.0 ELSE 0 END), 1)
FROM reduction AS r
JOIN exposure AS e ON e.exposure_id = r.exposure_id AND e.grade = 'B';

-- 029 Magnitudes run backwards: the smaller, the brighter. Which target is the brightest of those
-- whose magnitude we know? Its designation.
SELECT designation FROM target WHERE magnitude IS NOT NULL ORDER BY magnitude LIMIT 1;

-- 030 How many proposals have been given more exposure time than the hours they were granted? Add
-- up the seconds of all their exposures.
WITH used AS (
  SELECT SUM(e.seconds) AS seconds_used, p.hours_granted * 3600 AS seconds_granted
  FROM exposure AS e
  JOIN proposal AS p ON p.proposal_code = e.proposal_code
  GROUP BY p.proposal_code
)
SELECT COUNT(*) FROM used WHERE seconds_used > seconds_granted;

-- 031 What is the most exposure time, in hours, that Revontuli has collected in a single night?
-- Count every kind of exposure, and round to two decimals.
WITH nightly AS (
  SELECT SUM(e.seconds) / 3600.0 AS hours
  FROM exposure AS e
  JOIN night AS n ON n.night_id = e.night_id
  JOIN telescope AS t ON t.telescope_id = n.telescope_id
  WHERE t.name = 'Revontuli'
  GROUP BY n.night_id
)
SELECT ROUND(MAX(hours), 2) FROM nightly;

-- 032 What is the longest that the dome of the Vigia Reflector has stayed shut, in days from the
-- evening of one night on which it opened to the evening of the next such night?
WITH pauses AS (
  SELECT
    julianday(n.evening_of) - julianday(LAG(n.evening_of) OVER (ORDER BY n.evening_of)) AS days
  FROM night AS n
  JOIN telescope AS t ON t.telescope_id = n.telescope_id
  WHERE t.name = 'Vigia Reflector' AND n.opened_at IS NOT NULL
)
SELECT CAST(MAX(days) AS INTEGER) FROM pauses;

-- 033 One instrument has never made a science exposure. What is its name?
SELECT name FROM instrument
EXCEPT
SELECT i.name
FROM instrument AS i
JOIN exposure AS e ON e.instrument_code = i.code
WHERE e.kind = 'science';

-- 034 Make me a list of all countries in which one of our sites lies or from which the PI of a
-- proposal with rank A comes. Each country once.
SELECT country FROM site
UNION
SELECT a.country
FROM astronomer AS a
JOIN proposal AS p ON p.pi = a.badge
WHERE p."rank" = 'A';

-- 035 In which constellations have we exposed both on a star and on a galaxy?
SELECT t.constellation
FROM target AS t
JOIN exposure AS e ON e.target_id = t.target_id AND t.kind = 'star'
INTERSECT
SELECT t.constellation
FROM target AS t
JOIN exposure AS e ON e.target_id = t.target_id AND t.kind = 'galaxy';

-- 036 Who has helped nobody in 2023, that is, been co-investigator on no proposal for the semesters
-- 2023A and 2023B? Names.
SELECT a.full_name
FROM astronomer AS a
WHERE NOT EXISTS (
  SELECT *
  FROM co_investigator AS c
  JOIN proposal AS p ON p.proposal_code = c.proposal_code
  WHERE c.badge = a.badge AND p.semester IN ('2023A', '2023B')
);

-- 037 At which sites has no night been lost wholly, so that the dome never opened, because of a
-- technical fault? Sites where no night has been scheduled belong in the list too.
SELECT s.name
FROM site AS s
WHERE NOT EXISTS (
  SELECT *
  FROM telescope AS t
  JOIN night AS n ON n.telescope_id = t.telescope_id
  WHERE t.site_id = s.site_id AND n.lost_to = 'technical' AND n.opened_at IS NULL
);

-- 038 How many exposures on asteroids were made in nights with at least 80 percent of the moon lit?
SELECT COUNT(*)
FROM exposure AS e
JOIN target AS t ON t.target_id = e.target_id
JOIN night AS n ON n.night_id = e.night_id
WHERE t.kind = 'asteroid' AND n.moon_percent >= 80;

-- 039 On which day did Łukasz Śnieżny last finish reducing an exposure that had been graded A?
SELECT MAX(r.finished_on)
FROM reduction AS r
JOIN exposure AS e ON e.exposure_id = r.exposure_id
JOIN astronomer AS a ON a.badge = r.reduced_by
WHERE a.full_name = 'Łukasz Śnieżny' AND e.grade = 'A';

-- 040 How many hours on the instruments of the Callado Four-Metre were granted for 2023A?
SELECT SUM(p.hours_granted)
FROM proposal AS p
JOIN instrument AS i ON i.code = p.instrument_code
JOIN telescope AS t ON t.telescope_id = i.telescope_id
WHERE t.name = 'Callado Four-Metre' AND p.semester = '2023A';

-- 041 Do long exposures pay off? Sort exposures into "short" (under 120 seconds), "middle" (120 to
-- under 900) and "long" (900 or more), and give the average signal-to-noise ratio of the reductions
-- of each sort that have one, to one decimal.
SELECT
  CASE WHEN e.seconds < 120 THEN 'short' WHEN e.seconds < 900 THEN 'middle' ELSE 'long' END AS sort,
  ROUND(AVG(r.signal_to_noise), 1)
FROM exposure AS e
JOIN reduction AS r ON r.exposure_id = e.exposure_id
GROUP BY sort;

-- 042 Where do we lose the most? Show for each site with scheduled nights its name, the number of
-- these nights, and the minutes lost in a night on average, to one decimal.
SELECT s.name, COUNT(*), ROUND(AVG(n.lost_minutes), 1)
FROM night AS n
JOIN telescope AS t ON t.telescope_id = n.telescope_id
JOIN site AS s ON s.site_id = t.site_id
GROUP BY s.site_id;

-- 043 How many exposures were made in the nights with the remark "Fox on the platform"?
SELECT COUNT(*)
FROM exposure
WHERE night_id IN (SELECT night_id FROM night WHERE remark = 'Fox on the platform');

-- 044 Who has been granted the most hours in total as a PI? The name, please.
SELECT a.full_name
FROM proposal AS p
JOIN astronomer AS a ON a.badge = p.pi
GROUP BY a.badge
ORDER BY SUM(p.hours_granted) DESC
LIMIT 1;

-- 045 Whose proposals have had the worst luck, ending up with the most exposures of grade C? Name
-- the PI.
SELECT a.full_name
FROM exposure AS e
JOIN proposal AS p ON p.proposal_code = e.proposal_code
JOIN astronomer AS a ON a.badge = p.pi
WHERE e.grade = 'C'
GROUP BY a.badge
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 046 How hard is it to get time? For each semester that has been decided on, give the hours asked
-- for, the hours granted, and the granted ones as a percentage of the others, to one decimal; in
-- order of the semesters. A proposal with no granted hours noted (not even 0) is undecided.
SELECT
  semester,
  SUM(hours_asked),
  SUM(hours_granted),
  ROUND(100 * SUM(hours_granted) / SUM(hours_asked), 1)
FROM proposal
WHERE hours_granted IS NOT NULL
GROUP BY semester
ORDER BY semester;

-- 047 For every kind of target, on which one have we spent the most time? Kind, designation and the
-- sum of seconds, in alphabetical order of the kinds.
WITH spent AS (
  SELECT t.kind, t.designation, SUM(e.seconds) AS seconds
  FROM exposure AS e
  JOIN target AS t ON t.target_id = e.target_id
  GROUP BY t.target_id
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY kind ORDER BY seconds DESC) AS place FROM spent
)
SELECT kind, designation, seconds FROM ranked WHERE place = 1 ORDER BY kind;

-- 048 What percentage of the scheduled nights at Kuusivaara between the beginning of November and
-- the end of February, all winters together, came to nothing because the dome stayed closed? One
-- decimal.
SELECT ROUND(100 * AVG(n.opened_at IS NULL), 1)
FROM night AS n
JOIN telescope AS t ON t.telescope_id = n.telescope_id
JOIN site AS s ON s.site_id = t.site_id
WHERE s.name = 'Kuusivaara' AND strftime('%m', n.evening_of) IN ('11', '12', '01', '02');

-- 049 Did the observers judge the air rightly? Put the scheduled nights of 2023 next to the reading
-- of 20:00 on the same evening at their site, where there is one, and give the average humidity, in
-- percent to one decimal, for nights on which the dome "opened" and for those on which it "stayed
-- shut". Word and average.
SELECT
  CASE WHEN n.opened_at IS NULL THEN 'stayed shut' ELSE 'opened' END AS dome,
  ROUND(AVG(w.humidity_percent), 1)
FROM (
  SELECT telescope_id, opened_at, evening_of || ' 20:00' AS eight_o_clock
  FROM night
  WHERE strftime('%Y', evening_of) = '2023'
) AS n
JOIN telescope AS t ON t.telescope_id = n.telescope_id
JOIN weather AS w ON w.site_id = t.site_id AND w.taken_at = n.eight_o_clock
GROUP BY dome;

-- 050 Which proposals were granted time and have nothing to show for it, not a single exposure?
-- Code and name of the PI, in order of the codes.
SELECT p.proposal_code, a.full_name
FROM proposal AS p
JOIN astronomer AS a ON a.badge = p.pi
LEFT JOIN exposure AS e ON e.proposal_code = p.proposal_code
WHERE e.exposure_id IS NULL AND p.hours_granted > 0
ORDER BY p.proposal_code;

-- 051 A night runs past midnight. How many exposures at the Vigia Reflector began on the day after
-- the evening on which their night began?
SELECT COUNT(*)
FROM exposure AS e
JOIN night AS n ON n.night_id = e.night_id AND date(e.started_at) > n.evening_of
JOIN telescope AS t ON t.telescope_id = n.telescope_id
WHERE t.name = 'Vigia Reflector';

-- 052 Some exposures have been reduced twice, none more often. By the outcome of the first of the
-- two reductions (the one with the lower number), how many such exposures are there, and how many
-- of them came out as "ok" at the second try? Outcome, exposures, later ok; most exposures first.
WITH pairs AS (
  SELECT
    outcome,
    LEAD(outcome) OVER (PARTITION BY exposure_id ORDER BY reduction_id) AS second_outcome
  FROM reduction
)
SELECT outcome, COUNT(*) AS exposures, SUM(second_outcome = 'ok')
FROM pairs
WHERE second_outcome IS NOT NULL
GROUP BY outcome
ORDER BY exposures DESC;

-- 053 Who belongs to the school of Renata Quilodrán? Those she supervises, those whom they
-- supervise, and so on: give the names, without her own, in order of the badges.
WITH RECURSIVE school (badge) AS (
  SELECT badge FROM astronomer WHERE full_name = 'Renata Quilodrán'
  UNION
  SELECT a.badge FROM astronomer AS a JOIN school AS s ON s.badge = a.supervisor
)
SELECT a.full_name
FROM school AS s
JOIN astronomer AS a ON a.badge = s.badge
WHERE a.full_name <> 'Renata Quilodrán'
ORDER BY a.badge;

-- 054 How fast did we work off the semester 2022B? For each month in which its proposals got
-- exposures (by the evening of the night), the seconds exposed for them since its start, up to and
-- including that month. Month like 2022-08, in order of time.
WITH monthly AS (
  SELECT strftime('%Y-%m', n.evening_of) AS month, SUM(e.seconds) AS seconds
  FROM exposure AS e
  JOIN night AS n ON n.night_id = e.night_id
  JOIN proposal AS p ON p.proposal_code = e.proposal_code
  WHERE p.semester = '2022B'
  GROUP BY month
)
SELECT month, SUM(seconds) OVER (ORDER BY month) FROM monthly ORDER BY month;

-- 055 Tell the story of Cerro Callado as a chronicle: "first light" of each telescope, "installed"
-- and "removed" for each of its instruments. Day, word and the name of the telescope or instrument,
-- in order of time.
SELECT t.first_light AS day, 'first light', t.name
FROM telescope AS t
JOIN site AS s ON s.site_id = t.site_id
WHERE s.name = 'Cerro Callado'
UNION ALL
SELECT i.installed_on, 'installed', i.name
FROM instrument AS i
JOIN telescope AS t ON t.telescope_id = i.telescope_id
JOIN site AS s ON s.site_id = t.site_id
WHERE s.name = 'Cerro Callado'
UNION ALL
SELECT i.removed_on, 'removed', i.name
FROM instrument AS i
JOIN telescope AS t ON t.telescope_id = i.telescope_id
JOIN site AS s ON s.site_id = t.site_id
WHERE s.name = 'Cerro Callado' AND i.removed_on IS NOT NULL
ORDER BY day;

-- 056 Through which filter have we looked at the most different targets?
SELECT filter
FROM exposure
GROUP BY filter
ORDER BY COUNT(DISTINCT target_id) DESC
LIMIT 1;

-- 057 Who are the three PIs with the most exposure time, over all their proposals? Name, institute
-- and seconds, most first.
SELECT a.full_name, a.institute, SUM(e.seconds) AS seconds
FROM exposure AS e
JOIN proposal AS p ON p.proposal_code = e.proposal_code
JOIN astronomer AS a ON a.badge = p.pi
GROUP BY a.badge
ORDER BY seconds DESC
LIMIT 3;

-- 058 For the yearly report, one line a telescope that had nights on the schedule: name, nights on
-- which it opened, nights wholly lost to the weather (clouds, humidity or wind), and nights wholly
-- lost to technical faults. Most open nights first.
SELECT
  t.name,
  SUM(CASE WHEN n.opened_at IS NOT NULL THEN 1 ELSE 0 END) AS open_nights,
  SUM(CASE WHEN n.opened_at IS NULL AND n.lost_to <> 'technical' THEN 1 ELSE 0 END),
  SUM(CASE WHEN n.opened_at IS NULL AND n.lost_to = 'technical' THEN 1 ELSE 0 END)
FROM night AS n
JOIN telescope AS t ON t.telescope_id = n.telescope_id
GROUP BY t.telescope_id
ORDER BY open_nights DESC;

-- 059 Which targets have been exposed on from all four of the sites that have working telescopes?
-- List their designations in alphabetical order; four different sites are what counts.
SELECT g.designation
FROM exposure AS e
JOIN target AS g ON g.target_id = e.target_id
JOIN night AS n ON n.night_id = e.night_id
JOIN telescope AS t ON t.telescope_id = n.telescope_id
GROUP BY g.target_id
HAVING COUNT(DISTINCT t.site_id) = 4
ORDER BY g.designation;

-- 060 Some people observe for themselves. Who has been the observer of a night in which an exposure
-- was made for a proposal of which that person is the PI? Names, each once.
SELECT DISTINCT a.full_name
FROM exposure AS e
JOIN night AS n ON n.night_id = e.night_id
JOIN proposal AS p ON p.proposal_code = e.proposal_code AND p.pi = n.observer
JOIN astronomer AS a ON a.badge = p.pi;

-- 061 How many proposals of 2023B have been served in full, in the sense that every target on their
-- list has been exposed on for them?
SELECT COUNT(*)
FROM proposal AS p
WHERE p.semester = '2023B'
  AND NOT EXISTS (
    SELECT *
    FROM proposal_target AS w
    LEFT JOIN exposure AS e
      ON e.proposal_code = w.proposal_code AND e.target_id = w.target_id
    WHERE w.proposal_code = p.proposal_code AND e.exposure_id IS NULL
  );

-- 062 How many days does it take from the evening of a night until one of its spectrograph
-- exposures has been reduced with the outcome "ok" for the first time? Take the average over all
-- spectrograph exposures that got so far, to one decimal.
WITH firsts AS (
  SELECT julianday(MIN(r.finished_on)) - julianday(n.evening_of) AS days
  FROM reduction AS r
  JOIN exposure AS e ON e.exposure_id = r.exposure_id
  JOIN instrument AS i ON i.code = e.instrument_code
  JOIN night AS n ON n.night_id = e.night_id
  WHERE i.kind = 'spectrograph' AND r.outcome = 'ok'
  GROUP BY e.exposure_id
)
SELECT ROUND(AVG(days), 1) FROM firsts;

-- 063 How often was the telescope handed over? Count, for the Callado Small in 2023, the scheduled
-- nights whose observer was another one than on the scheduled night before it. The first night of
-- the year has none before it.
WITH watches AS (
  SELECT
    n.observer,
    LAG(n.observer) OVER (ORDER BY n.evening_of) AS observer_before
  FROM night AS n
  JOIN telescope AS t ON t.telescope_id = n.telescope_id
  WHERE t.name = 'Callado Small' AND strftime('%Y', n.evening_of) = '2023'
)
SELECT COUNT(*) FROM watches WHERE observer <> observer_before;

-- 064 In which constellation has the spectrograph VIGOR collected the most exposure time?
SELECT g.constellation
FROM exposure AS e
JOIN instrument AS i ON i.code = e.instrument_code
JOIN target AS g ON g.target_id = e.target_id
WHERE i.name = 'VIGOR'
GROUP BY g.constellation
ORDER BY SUM(e.seconds) DESC
LIMIT 1;
