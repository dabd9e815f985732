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
