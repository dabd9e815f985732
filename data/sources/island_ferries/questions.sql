-- 001 Which islands have at least one port with a car ramp? Name each island once.
SELECT DISTINCT island FROM ports WHERE has_car_ramp = 1;

-- 002 How many of the year's sailings were cancelled?
SELECT COUNT(*) FROM sailings WHERE status = 'cancelled';

-- 003 What does it cost on average to take a car along, over all routes that carry cars? Round to
-- one decimal.
SELECT ROUND(AVG(price), 1) FROM fares WHERE category = 'car';

-- 004 Which vessel was retired on the last day of August 2024?
SELECT name FROM vessels WHERE retired_on = '2024-08-31';

-- 005 If every vessel that has not been retired set out full, how many passengers would be at sea?
SELECT SUM(passenger_capacity) FROM vessels WHERE retired_on IS NULL;

-- 006 How far, in nautical miles, is the longest route that runs only in summer?
SELECT MAX(distance_nm) FROM routes WHERE season = 'summer';

-- 007 List the names of the vessels that belong to Nordlys Ferjer, from the oldest to the newest.
SELECT v.name
FROM vessels AS v
JOIN operators AS o ON o.operator_id = v.operator_id
WHERE o.name = 'Nordlys Ferjer'
ORDER BY v.built_year;

-- 008 How much money came in through each sales channel? Give the channel and the total paid,
-- rounded to two decimals, and leave out tickets whose channel is not known.
SELECT sold_via, ROUND(SUM(total_paid), 2)
FROM tickets
WHERE sold_via IS NOT NULL
GROUP BY sold_via;

-- 009 On how many different sailings with a vessel of Skarra Line was somebody travelling with a
-- ticket for a car?
SELECT COUNT(DISTINCT s.sailing_id)
FROM tickets AS t
JOIN sailings AS s ON s.sailing_id = t.sailing_id
JOIN vessels AS v ON v.vessel_id = s.vessel_id
JOIN operators AS o ON o.operator_id = v.operator_id
WHERE t.category = 'car' AND o.name = 'Skarra Line';

-- 010 Which vessel was put on the most sailings, counting those that were cancelled in the end?
SELECT v.name
FROM sailings AS s
JOIN vessels AS v ON v.vessel_id = s.vessel_id
GROUP BY v.vessel_id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 011 At which ports does no route begin? List their names.
SELECT name FROM ports WHERE port_id NOT IN (SELECT from_port_id FROM routes);

-- 012 What was the average delay, in minutes, of the sailings in July 2024, those on time counted
-- as zero and those cancelled left out? Round to two decimals.
SELECT ROUND(AVG(delay_minutes), 2) FROM sailings WHERE departs_at LIKE '2024-07-%';

-- 013 Which vessels made no sailing at all? Give the name of each and the year it was built.
SELECT v.name, v.built_year
FROM vessels AS v
LEFT JOIN sailings AS s ON s.vessel_id = v.vessel_id
WHERE s.sailing_id IS NULL;

-- 014 In which month did the takings from tickets on route N2 grow most over those of the month
-- before? Count tickets in the month that their sailing departs, and answer like 2024-05.
WITH monthly AS (
  SELECT strftime('%Y-%m', s.departs_at) AS month, SUM(t.total_paid) AS takings
  FROM tickets AS t
  JOIN sailings AS s ON s.sailing_id = t.sailing_id
  JOIN routes AS r ON r.route_id = s.route_id
  WHERE r.code = 'N2'
  GROUP BY month
), growth AS (
  SELECT month, takings - LAG(takings) OVER (ORDER BY month) AS grown_by FROM monthly
)
SELECT month FROM growth ORDER BY grown_by DESC LIMIT 1;

-- 015 From which port did the sailing with the longest delay of all leave?
SELECT p.name
FROM sailings AS s
JOIN routes AS r ON r.route_id = s.route_id
JOIN ports AS p ON p.port_id = r.from_port_id
ORDER BY s.delay_minutes DESC
LIMIT 1;

-- 016 How many adult fares were sold for sailings of the vessel Meltemi, adding up the quantities
-- of all tickets?
SELECT SUM(t.quantity)
FROM tickets AS t
JOIN sailings AS s ON s.sailing_id = t.sailing_id
JOIN vessels AS v ON v.vessel_id = s.vessel_id
WHERE v.name = 'Meltemi' AND t.category = 'adult';

-- 017 What percentage of all sailings in January 2024 was cancelled? Round to one decimal.
SELECT ROUND(100.0 * SUM(status = 'cancelled') / COUNT(*), 1)
FROM sailings
WHERE departs_at LIKE '2024-01-%';

-- 018 On which islands do routes of Kalliste Lines end, and how many routes end on each? Give
-- island and number of routes, most routes first, islands with equally many in alphabetical order.
SELECT p.island, COUNT(*) AS route_count
FROM routes AS r
JOIN operators AS o ON o.operator_id = r.operator_id
JOIN ports AS p ON p.port_id = r.to_port_id
WHERE o.name = 'Kalliste Lines'
GROUP BY p.island
ORDER BY route_count DESC, p.island;

-- 019 Which kinds of incident were reported on sailings that were diverted? Name each kind once.
SELECT DISTINCT i.kind
FROM incidents AS i
JOIN sailings AS s ON s.sailing_id = i.sailing_id
WHERE s.status = 'diverted';

-- 020 At which ports do a route of Skarra Line and a route of Nordlys Ferjer both end? List the
-- names of the ports.
SELECT p.name
FROM ports AS p
JOIN routes AS r ON r.to_port_id = p.port_id
JOIN operators AS o ON o.operator_id = r.operator_id
WHERE o.name = 'Skarra Line'
INTERSECT
SELECT p.name
FROM ports AS p
JOIN routes AS r ON r.to_port_id = p.port_id
JOIN operators AS o ON o.operator_id = r.operator_id
WHERE o.name = 'Nordlys Ferjer';

-- 021 What is the largest total that any single sailing earned from its tickets?
SELECT ROUND(MAX(earned), 2)
FROM (SELECT SUM(total_paid) AS earned FROM tickets GROUP BY sailing_id);

-- 022 Which route had the highest share of cancelled sailings? Give its code.
SELECT r.code
FROM sailings AS s
JOIN routes AS r ON r.route_id = s.route_id
GROUP BY r.code
ORDER BY AVG(s.status = 'cancelled') DESC
LIMIT 1;

-- 023 For every operator, which of its vessels that are still in service carries the most
-- passengers? Give operator, vessel and capacity, the largest capacity first.
WITH ranked AS (
  SELECT
    operator_id,
    name,
    passenger_capacity,
    RANK() OVER (PARTITION BY operator_id ORDER BY passenger_capacity DESC) AS place
  FROM vessels
  WHERE retired_on IS NULL
)
SELECT o.name, r.name, r.passenger_capacity
FROM ranked AS r
JOIN operators AS o ON o.operator_id = r.operator_id
WHERE r.place = 1
ORDER BY r.passenger_capacity DESC;

-- 024 How many minutes of delay had piled up on route 15 by the end of August 2024, all its
-- sailings of the year so far taken together?
SELECT SUM(s.delay_minutes)
FROM sailings AS s
JOIN routes AS r ON r.route_id = s.route_id
WHERE r.code = '15' AND date(s.departs_at) <= '2024-08-31';

-- 025 How many pairs of ports are linked by routes in both directions? Count each pair once.
SELECT COUNT(*)
FROM routes AS there
JOIN routes AS back
  ON back.from_port_id = there.to_port_id AND back.to_port_id = there.from_port_id
WHERE there.from_port_id < there.to_port_id;

-- 026 From which routes was no incident reported in the whole year? List their codes.
SELECT code
FROM routes
WHERE route_id NOT IN (
  SELECT s.route_id FROM incidents AS i JOIN sailings AS s ON s.sailing_id = i.sailing_id
);

-- 027 Count the sailings that were not cancelled in three groups: "on time" (no delay), "a little
-- late" (1 to 15 minutes) and "late" (more than 15). Give group and number, most frequent first.
SELECT
  CASE
    WHEN delay_minutes = 0 THEN 'on time'
    WHEN delay_minutes <= 15 THEN 'a little late'
    ELSE 'late'
  END AS punctuality,
  COUNT(*) AS sailing_count
FROM sailings
WHERE status <> 'cancelled'
GROUP BY punctuality
ORDER BY sailing_count DESC;

-- 028 What was the average amount paid per ticket on trips that began on the island of Severny,
-- rounded to two decimals?
SELECT ROUND(AVG(t.total_paid), 2)
FROM tickets AS t
JOIN sailings AS s ON s.sailing_id = t.sailing_id
JOIN routes AS r ON r.route_id = s.route_id
JOIN ports AS p ON p.port_id = r.from_port_id
WHERE p.island = 'Severny';

-- 029 How much money did each voucher code save its users in total, compared with the full fares?
-- Give the code and the amount, rounded to two decimals.
SELECT t.voucher_code, ROUND(SUM(f.price * t.quantity - t.total_paid), 2)
FROM tickets AS t
JOIN sailings AS s ON s.sailing_id = t.sailing_id
JOIN fares AS f ON f.route_id = s.route_id AND f.category = t.category
WHERE t.voucher_code <> ''
GROUP BY t.voucher_code;

-- 030 How many incidents were reported from each vessel of O'Dowd & Daughters and of Blue Heron
-- Boats? Give vessel and number, vessels without incidents too, in any order.
SELECT v.name, COUNT(i.incident_id)
FROM operators AS o
JOIN vessels AS v ON v.operator_id = o.operator_id
LEFT JOIN sailings AS s ON s.vessel_id = v.vessel_id
LEFT JOIN incidents AS i ON i.sailing_id = s.sailing_id
WHERE o.name IN ('O''Dowd & Daughters', 'Blue Heron Boats')
GROUP BY v.vessel_id;

-- 031 To which ports did the vessel Ælfrun sail in December 2024, cancelled sailings not counted?
-- List the port names in alphabetical order, each once.
SELECT DISTINCT p.name
FROM sailings AS s
JOIN vessels AS v ON v.vessel_id = s.vessel_id
JOIN routes AS r ON r.route_id = s.route_id
JOIN ports AS p ON p.port_id = r.to_port_id
WHERE v.name = 'Ælfrun' AND s.departs_at LIKE '2024-12-%' AND s.status <> 'cancelled'
ORDER BY p.name;

-- 032 Of all sailings from which a mechanical incident was reported, take the one with the longest
-- delay: what is the name of its vessel?
SELECT v.name
FROM incidents AS i
JOIN sailings AS s ON s.sailing_id = i.sailing_id
JOIN vessels AS v ON v.vessel_id = s.vessel_id
WHERE i.kind = 'mechanical'
ORDER BY s.delay_minutes DESC
LIMIT 1;

-- 033 What is the name, in the local language, of the most populous port on an island other than
-- Great Skarra?
SELECT local_name FROM ports WHERE island <> 'Great Skarra' ORDER BY residents DESC LIMIT 1;

-- 034 How many bicycles have travelled on route 18, adding up the quantities of the tickets?
SELECT SUM(t.quantity)
FROM tickets AS t
JOIN sailings AS s ON s.sailing_id = t.sailing_id
JOIN routes AS r ON r.route_id = s.route_id
WHERE r.code = '18' AND t.category = 'bicycle';

-- 035 How many vessels were put on a sailing to Orm at some time of the year, but never on one to
-- Lundey? Plans count too, even where the sailing was cancelled.
SELECT COUNT(*)
FROM (
  SELECT s.vessel_id
  FROM sailings AS s
  JOIN routes AS r ON r.route_id = s.route_id
  JOIN ports AS p ON p.port_id = r.to_port_id
  WHERE p.island = 'Orm'
  EXCEPT
  SELECT s.vessel_id
  FROM sailings AS s
  JOIN routes AS r ON r.route_id = s.route_id
  JOIN ports AS p ON p.port_id = r.to_port_id
  WHERE p.island = 'Lundey'
);

-- 036 Adults pay more than children, but by how much? Take the difference of the two fares on each
-- route and give me the mean over all routes, to two decimals.
SELECT ROUND(AVG(a.price - c.price), 2)
FROM fares AS a
JOIN fares AS c ON c.route_id = a.route_id AND a.category = 'adult' AND c.category = 'child';

-- 037 Somebody told me that a ferry built in 1969 is still in one of the fleets. What is it called?
SELECT name FROM vessels WHERE built_year = 1969;

-- 038 I hate getting up early. How many departures were scheduled before a quarter past seven in
-- the morning, cancelled ones included?
SELECT COUNT(*) FROM sailings WHERE strftime('%H:%M', departs_at) < '07:15';

-- 039 Give me the codes of all routes that are longer than 42 nautical miles.
SELECT code FROM routes WHERE distance_nm > 42;

-- 040 Management thinks of a handling charge: 3.00 for every ticket sold by phone and 1.50 for
-- every ticket sold at a kiosk, whatever its quantity, and nothing for the rest. How much would it
-- have brought in over the tickets we have?
SELECT SUM(CASE sold_via WHEN 'phone' THEN 3.0 WHEN 'kiosk' THEN 1.5 ELSE 0 END) FROM tickets;

-- 041 How old, in calendar years as of 2024, were the vessels that incidents were reported from, on
-- average over the incidents? One decimal, please.
SELECT ROUND(AVG(2024 - v.built_year), 1)
FROM incidents AS i
JOIN sailings AS s ON s.sailing_id = i.sailing_id
JOIN vessels AS v ON v.vessel_id = s.vessel_id;

-- 042 Rank the vessels built in 2011 or later by how many passengers they take: the largest is
-- number 1, equal ones share a number, and the numbers they use up are skipped. Name and rank, in
-- any order.
SELECT name, RANK() OVER (ORDER BY passenger_capacity DESC) FROM vessels WHERE built_year >= 2011;

-- 043 On which routes can no car be taken along, there being no fare for one? List the route codes.
SELECT r.code
FROM routes AS r
LEFT JOIN fares AS f ON f.route_id = r.route_id AND f.category = 'car'
WHERE f.route_id IS NULL;

-- 044 By what the timetable says, which of the routes that run only in summer is the fastest, in
-- nautical miles per minute? Its code will do.
SELECT code
FROM routes
WHERE season = 'summer'
ORDER BY distance_nm / scheduled_minutes DESC
LIMIT 1;

-- 045 How many sailings were planned for each day of the week? Write the days out (Monday, Tuesday
-- …) and put the number beside each; any order, and a day without sailings may be missing.
SELECT
  CASE strftime('%w', departs_at)
    WHEN '0' THEN 'Sunday'
    WHEN '1' THEN 'Monday'
    WHEN '2' THEN 'Tuesday'
    WHEN '3' THEN 'Wednesday'
    WHEN '4' THEN 'Thursday'
    WHEN '5' THEN 'Friday'
    ELSE 'Saturday'
  END AS weekday,
  COUNT(*)
FROM sailings
GROUP BY weekday;

-- 046 Incidents should be reported on the day of departure. How many were reported on a later day?
SELECT COUNT(*)
FROM incidents AS i
JOIN sailings AS s ON s.sailing_id = i.sailing_id
WHERE i.reported_on > date(s.departs_at);

-- 047 Which vessels still in service were built before the company that owns them was founded? List
-- their names.
SELECT v.name
FROM vessels AS v
JOIN operators AS o ON o.operator_id = v.operator_id AND v.built_year < o.founded_year
WHERE v.retired_on IS NULL;

-- 048 For every ticket category: what did a ticket cost on average, and how many pieces (persons,
-- cars or bicycles) were sold in all? Category, average amount paid per ticket rounded to two
-- decimals, and pieces.
SELECT category, ROUND(AVG(total_paid), 2), SUM(quantity) FROM tickets GROUP BY category;

-- 049 What does an average day on the routes that run all year bring in? Add up what was paid for
-- those of their sailings that depart on the same day, and take the mean over all days for which at
-- least one such ticket was sold, with two decimals.
WITH daily AS (
  SELECT date(s.departs_at) AS day, SUM(t.total_paid) AS takings
  FROM tickets AS t
  JOIN sailings AS s ON s.sailing_id = t.sailing_id
  JOIN routes AS r ON r.route_id = s.route_id
  WHERE r.season = 'all year'
  GROUP BY day
)
SELECT ROUND(AVG(takings), 2) FROM daily;

-- 050 I collect port stamps and want those of all ports that are some operator's home port or the
-- end of a route that runs only in summer. Which ports are these? Each name once.
SELECT p.name
FROM operators AS o
JOIN ports AS p ON p.port_id = o.home_port_id
UNION
SELECT p.name
FROM routes AS r
JOIN ports AS p ON p.port_id = r.to_port_id
WHERE r.season = 'summer';

-- 051 Which vessels have sailed this year without ever being an hour late or more? List the names
-- of those with at least one sailing on the books.
SELECT v.name FROM vessels AS v JOIN sailings AS s ON s.vessel_id = v.vessel_id
EXCEPT
SELECT v.name
FROM vessels AS v
JOIN sailings AS s ON s.vessel_id = v.vessel_id
WHERE s.delay_minutes >= 60;

-- 052 Name the vessels built after 1990 that were never put on a route that runs only in summer.
SELECT v.name
FROM vessels AS v
WHERE NOT EXISTS (
    SELECT *
    FROM sailings AS s
    JOIN routes AS r ON r.route_id = s.route_id
    WHERE s.vessel_id = v.vessel_id AND r.season = 'summer'
  )
  AND v.built_year > 1990;

-- 053 How many tickets bought with the voucher STORM20 were for routes that run only in winter?
SELECT COUNT(*)
FROM tickets AS t
JOIN sailings AS s ON s.sailing_id = t.sailing_id
JOIN routes AS r ON r.route_id = s.route_id
WHERE t.voucher_code = 'STORM20' AND r.season = 'winter';

-- 054 When did the year's last sailing with a car ticket leave the island of Orm? Give date and
-- time as they are stored.
SELECT MAX(s.departs_at)
FROM tickets AS t
JOIN sailings AS s ON s.sailing_id = t.sailing_id
JOIN routes AS r ON r.route_id = s.route_id
JOIN ports AS p ON p.port_id = r.from_port_id AND t.category = 'car' AND p.island = 'Orm';

-- 055 What was the longest wait, in days, from one sailing on route 03 to the next one? Cancelled
-- sailings took nobody along, so leave them out, and count from date to date.
WITH waits AS (
  SELECT
    julianday(date(s.departs_at))
      - julianday(LAG(date(s.departs_at)) OVER (ORDER BY s.departs_at)) AS days
  FROM sailings AS s
  JOIN routes AS r ON r.route_id = s.route_id
  WHERE r.code = '03' AND s.status <> 'cancelled'
)
SELECT CAST(MAX(days) AS INTEGER) FROM waits;

-- 056 The harbour office sorts routes into "short" (under 16 nautical miles), "middling" (16 to
-- under 42) and "long" (42 or more). How many sailings did each sort have, cancelled ones included?
SELECT
  CASE
    WHEN r.distance_nm < 16 THEN 'short'
    WHEN r.distance_nm < 42 THEN 'middling'
    ELSE 'long'
  END AS sort,
  COUNT(*)
FROM sailings AS s
JOIN routes AS r ON r.route_id = s.route_id
GROUP BY sort;

-- 057 How many tickets were sold at a kiosk for sailings from which bad weather was reported as an
-- incident?
SELECT COUNT(*)
FROM tickets
WHERE sold_via = 'kiosk'
  AND sailing_id IN (SELECT sailing_id FROM incidents WHERE kind = 'weather');

-- 058 Smooth the curve for me: for Kalliste Lines, take each month together with the one before and
-- the one after it, and find the three months in a row that brought in least. Answer with the
-- middle month, like 2024-05, and the mean of the three months' takings, to two decimals. Tickets
-- belong to the month in which their sailing departs, and only months that have both neighbours in
-- 2024 qualify.
WITH monthly AS (
  SELECT strftime('%Y-%m', s.departs_at) AS month, SUM(t.total_paid) AS takings
  FROM tickets AS t
  JOIN sailings AS s ON s.sailing_id = t.sailing_id
  JOIN routes AS r ON r.route_id = s.route_id
  JOIN operators AS o ON o.operator_id = r.operator_id
  WHERE o.name = 'Kalliste Lines'
  GROUP BY month
), smoothed AS (
  SELECT
    month,
    AVG(takings) OVER (ORDER BY month ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS mean
  FROM monthly
)
SELECT month, ROUND(mean, 2)
FROM smoothed
WHERE month BETWEEN '2024-02' AND '2024-11'
ORDER BY mean
LIMIT 1;

-- 059 For each operator with cancellations, in which quarter of the year did it cancel the most
-- sailings? Operator, quarter (1 to 4) and number of cancelled sailings, operators in alphabetical
-- order; a draw between quarters means that all of them are listed, earliest first. The operator is
-- the one that runs the route.
WITH cancelled AS (
  SELECT
    o.name,
    (strftime('%m', s.departs_at) + 2) / 3 AS quarter,
    COUNT(*) AS sailing_count
  FROM sailings AS s
  JOIN routes AS r ON r.route_id = s.route_id
  JOIN operators AS o ON o.operator_id = r.operator_id
  WHERE s.status = 'cancelled'
  GROUP BY o.operator_id, quarter
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY name ORDER BY sailing_count DESC) AS place FROM cancelled
)
SELECT name, quarter, sailing_count FROM ranked WHERE place = 1 ORDER BY name, quarter;

-- 060 Was the summer better for us than the rest of the year? For "summer" (sailings from May to
-- September) and "rest", show the number of persons carried, adding up adult, child and senior
-- tickets, and the money that all tickets brought in, cars and bicycles too, to two decimals.
SELECT
  CASE
    WHEN strftime('%m', s.departs_at) BETWEEN '05' AND '09' THEN 'summer'
    ELSE 'rest'
  END AS part,
  SUM(CASE WHEN t.category IN ('adult', 'child', 'senior') THEN t.quantity ELSE 0 END),
  ROUND(SUM(t.total_paid), 2)
FROM tickets AS t
JOIN sailings AS s ON s.sailing_id = t.sailing_id
GROUP BY part;

-- 061 Which five ports are the busiest, counting every sailing that was not cancelled once where it
-- starts and once where it is meant to end? Name and number, busiest first.
WITH calls AS (
  SELECT r.from_port_id AS port_id, s.sailing_id
  FROM sailings AS s
  JOIN routes AS r ON r.route_id = s.route_id
  WHERE s.status <> 'cancelled'
  UNION ALL
  SELECT r.to_port_id, s.sailing_id
  FROM sailings AS s
  JOIN routes AS r ON r.route_id = s.route_id
  WHERE s.status <> 'cancelled'
)
SELECT p.name, COUNT(*) AS call_count
FROM calls AS c
JOIN ports AS p ON p.port_id = c.port_id
GROUP BY p.port_id
ORDER BY call_count DESC
LIMIT 5;

-- 062 How full were the boats? Take every sailing of a vessel of Skarra Line that was not
-- cancelled, add up the adults, children and seniors on its tickets, and call it "empty" with
-- nobody on board, "quiet" with fewer than 10 persons, and else "busy". Give the three words, each
-- with the number of sailings, largest number first.
WITH loads AS (
  SELECT
    s.sailing_id,
    SUM(CASE WHEN t.category IN ('adult', 'child', 'senior') THEN t.quantity ELSE 0 END) AS persons
  FROM sailings AS s
  JOIN vessels AS v ON v.vessel_id = s.vessel_id
  JOIN operators AS o ON o.operator_id = v.operator_id
  LEFT JOIN tickets AS t ON t.sailing_id = s.sailing_id
  WHERE o.name = 'Skarra Line' AND s.status <> 'cancelled'
  GROUP BY s.sailing_id
)
SELECT
  CASE WHEN persons = 0 THEN 'empty' WHEN persons < 10 THEN 'quiet' ELSE 'busy' END AS mood,
  COUNT(*) AS sailing_count
FROM loads
GROUP BY mood
ORDER BY sailing_count DESC;

-- 063 Show me how reliable the operators are: for each one that runs routes, its name, how many
-- sailings it had planned, and what percentage of them was cancelled, to one decimal.
SELECT o.name, COUNT(*), ROUND(100 * AVG(s.status = 'cancelled'), 1)
FROM sailings AS s
JOIN routes AS r ON r.route_id = s.route_id
JOIN operators AS o ON o.operator_id = r.operator_id
GROUP BY o.operator_id;

-- 064 From which ports did no child set out in winter, that is, in December, January or February,
-- going by the tickets? List their names, but only of ports where at least one route begins.
SELECT p.name
FROM ports AS p
WHERE p.port_id IN (SELECT from_port_id FROM routes)
  AND NOT EXISTS (
    SELECT *
    FROM tickets AS t
    JOIN sailings AS s ON s.sailing_id = t.sailing_id
    JOIN routes AS r ON r.route_id = s.route_id
    WHERE r.from_port_id = p.port_id
      AND t.category = 'child'
      AND strftime('%m', s.departs_at) IN ('12', '01', '02')
  );
