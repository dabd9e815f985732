-- 001 What does ling call itself in Latin? The catalogue of species has it.
SELECT latinName FROM species WHERE name = 'Ling';

-- 002 Which boat has brought the most kilograms to auction, everything it landed taken together?
SELECT b.name
FROM lot AS l
JOIN landing AS g ON g.landingId = l.landingId
JOIN boat AS b ON b.boatId = g.boatId
GROUP BY b.boatId
ORDER BY SUM(l.weightKg) DESC
LIMIT 1;

-- 003 What is the highest price per kilogram that anything has been sold for?
SELECT MAX(pricePerKg) FROM sale;

-- 004 What did common sole of freshness E sell for on average, in euros per kilogram and weighing
-- every lot equally? Two decimals.
SELECT ROUND(AVG(x.pricePerKg), 2)
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId
JOIN species AS s ON s.speciesId = l.speciesId
WHERE s.name = 'Common sole' AND l.freshness = 'E';

-- 005 Some boats of the register have been sold off. Which ones?
SELECT name FROM boat WHERE soldOn IS NOT NULL;

-- 006 Give me an idea of the quality we get: for each class of freshness, the number of lots and
-- their average weight in kilograms, rounded to one decimal.
SELECT freshness, COUNT(*), ROUND(AVG(weightKg), 1) FROM lot GROUP BY freshness;

-- 007 A lorry driver has to go to the harbour with code 0218. What is that port called?
SELECT name FROM port WHERE harbourCode = '0218';

-- 008 How many boxes did the lots of size grade 1 fill, all in all?
SELECT SUM(boxes) FROM lot WHERE sizeGrade = 1;

-- 009 How many landings did boats make at a port that is not their own, but has an ice plant?
SELECT COUNT(*)
FROM landing AS g
JOIN boat AS b ON b.boatId = g.boatId
JOIN port AS p ON p.portId = g.portId
WHERE g.portId <> b.portId AND p.hasIcePlant = 1;

-- 010 How long is a boat that fishes with pots, on average? In metres, two decimals.
SELECT ROUND(AVG(lengthM), 2) FROM boat WHERE gear = 'pots';

-- 011 In which towns could I eat out at one of our buyers, that is, where are the restaurants among
-- them? Each town once.
SELECT DISTINCT town FROM buyer WHERE kind = 'restaurant';

-- 012 How many lots have changed hands on a Saturday?
SELECT COUNT(*) FROM sale WHERE strftime('%w', soldAt) = '6';

-- 013 What percentage of all bids came in online? Bids whose channel nobody noted count among the
-- rest. One decimal.
SELECT ROUND(100 * AVG(CASE WHEN channel = 'online' THEN 1.0 ELSE 0 END), 1) FROM bid;

-- 014 Give the day on which the youngest of the skippers was born.
SELECT MAX(bornOn) FROM skipper;

-- 015 How many boats have both given away quota and received some from another boat, no matter in
-- which year?
SELECT COUNT(*)
FROM (SELECT fromBoatId FROM quotaTransfer INTERSECT SELECT toBoatId FROM quotaTransfer);

-- 016 Which buyers registered in 2023?
SELECT name FROM buyer WHERE strftime('%Y', registeredOn) = '2023';

-- 017 What is the largest amount of money that has been paid for a single lot, to the cent?
SELECT ROUND(MAX(x.pricePerKg * l.weightKg), 2)
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId;

-- 018 Which is the longest boat in the register?
SELECT name FROM boat ORDER BY lengthM DESC LIMIT 1;

-- 019 Name the skippers whose home port is Santa Ouxía.
SELECT s.fullName
FROM skipper AS s
JOIN port AS p ON p.portId = s.homePortId
WHERE p.name = 'Santa Ouxía';

-- 020 How many different boats have ever landed on Illa Pequena?
SELECT COUNT(DISTINCT g.boatId)
FROM landing AS g
JOIN port AS p ON p.portId = g.portId
WHERE p.name = 'Illa Pequena';

-- 021 When a complaint about quality led to money back, how much was it on average? Leave out
-- refusals, which are booked as a refund of zero; two decimals.
SELECT ROUND(AVG(refund), 2) FROM claim WHERE reason = 'quality' AND refund > 0;

-- 022 How much money did the lots of freshness B bring in, to the cent?
SELECT ROUND(SUM(x.pricePerKg * l.weightKg), 2)
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId
WHERE l.freshness = 'B';

-- 023 For a poster on the quay: which pelagic species are there, and how many centimetres long must
-- each be? The largest minimum first.
SELECT name, minSizeCm FROM species WHERE "group" = 'pelagic' ORDER BY minSizeCm DESC;

-- 024 Which species stand in our catalogue though no lot of them has ever come in?
SELECT s.name
FROM species AS s
LEFT JOIN lot AS l ON l.speciesId = s.speciesId
WHERE l.lotId IS NULL;

-- 025 How many lots with a reserve price drew no bid at all?
SELECT COUNT(*)
FROM lot AS l
LEFT JOIN bid AS b ON b.lotId = l.lotId
WHERE l.reservePrice IS NOT NULL AND b.bidId IS NULL;

-- 026 What share of the invoices that have been paid was paid more than 21 days after the day of
-- the sale? In percent, one decimal.
SELECT
  ROUND(100.0 * SUM(CASE WHEN paidOn > date(soldAt, '+21 days') THEN 1 ELSE 0 END) / COUNT(*), 1)
FROM sale
WHERE paidOn IS NOT NULL;

-- 027 Fishermen say they wait forever for their money. How many days passed on average between the
-- day of the landing and the day on which the lot was paid? Lots not paid do not count; two
-- decimals.
SELECT ROUND(AVG(julianday(x.paidOn) - julianday(date(g.landedAt))), 2)
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId
JOIN landing AS g ON g.landingId = l.landingId;

-- 028 To whom was invoice 24/00417 made out?
SELECT b.name
FROM sale AS x
JOIN buyer AS b ON b.buyerId = x.buyerId
WHERE x.invoiceNo = '24/00417';

-- 029 Rank the wholesalers by their credit limit: name, limit, and place, where the highest limit
-- has place 1 and equal limits share the better place.
SELECT name, creditLimit, RANK() OVER (ORDER BY creditLimit DESC)
FROM buyer
WHERE kind = 'wholesaler';

-- 030 Which skippers have been in charge of at least six different boats? The full name of each
-- one, twice where two of them share a name.
SELECT s.fullName
FROM landing AS g
JOIN skipper AS s ON s.skipperId = g.skipperId
GROUP BY s.skipperId
HAVING COUNT(DISTINCT g.boatId) >= 6;

-- 031 Sort the boats of the register into "small" (under 12 metres), "medium" (from 12 to under 24)
-- and "large" (24 or more). How many are there of each?
SELECT
  CASE
    WHEN lengthM < 12 THEN 'small'
    WHEN lengthM < 24 THEN 'medium'
    ELSE 'large'
  END AS class,
  COUNT(*)
FROM boat
GROUP BY class;

-- 032 Which buyers have complained about getting the wrong species? Name each one once.
SELECT DISTINCT b.name
FROM claim AS c
JOIN sale AS x ON x.lotId = c.lotId
JOIN buyer AS b ON b.buyerId = x.buyerId
WHERE c.reason = 'wrong species';

-- 033 The Gaivota (the first one, not Gaivota II) landed only once in these two years. Who was her
-- skipper that day?
SELECT s.fullName
FROM landing AS g
JOIN boat AS b ON b.boatId = g.boatId
JOIN skipper AS s ON s.skipperId = g.skipperId
WHERE b.name = 'Gaivota';

-- 034 How much does each group of species earn? Give the group, the money made with it in whole
-- euros (rounded), and the number of lots sold.
SELECT s."group", ROUND(SUM(x.pricePerKg * l.weightKg)), COUNT(*)
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId
JOIN species AS s ON s.speciesId = l.speciesId
GROUP BY s."group";

-- 035 In which month were the most lots sold? Answer with year and month, like 2023-04.
SELECT strftime('%Y-%m', soldAt) AS month
FROM sale
GROUP BY month
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 036 Which towns have a fishmonger among our buyers, but no restaurant?
SELECT town FROM buyer WHERE kind = 'fishmonger'
EXCEPT
SELECT town FROM buyer WHERE kind = 'restaurant';

-- 037 Who is registered as a buyer without having placed a single bid?
SELECT b.name FROM buyer AS b WHERE NOT EXISTS (SELECT 1 FROM bid AS o WHERE o.buyerId = b.buyerId);

-- 038 Which skippers brought in nothing in these two years? Full names, please.
SELECT s.fullName
FROM skipper AS s
WHERE NOT EXISTS (SELECT 1 FROM landing AS g WHERE g.skipperId = s.skipperId);

-- 039 Which buyers have bid but have never got a lot?
SELECT b.name FROM buyer AS b JOIN bid AS o ON o.buyerId = b.buyerId
EXCEPT
SELECT b.name FROM buyer AS b JOIN sale AS x ON x.buyerId = b.buyerId;

-- 040 How many bids are there on a lot, on average over the lots that had at least one? Two
-- decimals.
WITH counted AS (
  SELECT lotId, COUNT(*) AS bids FROM bid GROUP BY lotId
)
SELECT ROUND(AVG(bids), 2) FROM counted;

-- 041 What is the biggest step by which somebody has ever gone over the bid before, on the same
-- lot? In euros per kilogram, two decimals.
WITH steps AS (
  SELECT pricePerKg - LAG(pricePerKg) OVER (PARTITION BY lotId ORDER BY placedAt) AS step FROM bid
)
SELECT ROUND(MAX(step), 2) FROM steps;

-- 042 How many lots were sold on the busiest single day?
WITH days AS (
  SELECT COUNT(*) AS lots FROM sale GROUP BY date(soldAt)
)
SELECT MAX(lots) FROM days;

-- 043 Of what species was the heaviest lot ever brought in?
SELECT s.name
FROM lot AS l
JOIN species AS s ON s.speciesId = l.speciesId
ORDER BY l.weightKg DESC
LIMIT 1;

-- 044 How much money has Murphy, Daly & Sons got back from complaints so far, in total and to the
-- cent?
SELECT ROUND(SUM(c.refund), 2)
FROM claim AS c
JOIN sale AS x ON x.lotId = c.lotId
JOIN buyer AS b ON b.buyerId = x.buyerId
WHERE b.name = 'Murphy, Daly & Sons';

-- 045 How many lots were landed at Vilamar in 2024, going by the day of the landing?
SELECT COUNT(*)
FROM lot AS l
JOIN landing AS g ON g.landingId = l.landingId
JOIN port AS p ON p.portId = g.portId
WHERE p.name = 'Vilamar' AND strftime('%Y', g.landedAt) = '2024';

-- 046 Which boats held a quota for monkfish in 2024? Names, please.
SELECT b.name
FROM quota AS q
JOIN boat AS b ON b.boatId = q.boatId
JOIN species AS s ON s.speciesId = q.speciesId
WHERE s.name = 'Monkfish' AND q.year = 2024;

-- 047 Which skipper landed the greatest weight of shellfish in 2024?
SELECT k.fullName
FROM skipper AS k
JOIN landing AS g ON g.skipperId = k.skipperId
JOIN lot AS l ON l.landingId = g.landingId
JOIN species AS s ON s.speciesId = l.speciesId
WHERE s."group" = 'shellfish' AND g.landedAt LIKE '2024-%'
GROUP BY k.skipperId
ORDER BY SUM(l.weightKg) DESC
LIMIT 1;

-- 048 Who spent most in the run-up to Christmas? Take all lots sold in December 2023, and give the
-- three buyers with the largest sums: name and amount rounded to whole euros, the biggest spender
-- first.
SELECT b.name, ROUND(SUM(x.pricePerKg * l.weightKg)) AS spent
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId
JOIN buyer AS b ON b.buyerId = x.buyerId
WHERE x.soldAt LIKE '2023-12-%'
GROUP BY b.buyerId
ORDER BY spent DESC
LIMIT 3;

-- 049 For each kind of gear, which boat has earned the most with its fish? Give gear, boat and the
-- sum earned, rounded to whole euros, in the alphabetical order of the gears.
WITH earned AS (
  SELECT b.gear, b.name, SUM(x.pricePerKg * l.weightKg) AS euros
  FROM boat AS b
  JOIN landing AS g ON g.boatId = b.boatId
  JOIN lot AS l ON l.landingId = g.landingId
  JOIN sale AS x ON x.lotId = l.lotId
  GROUP BY b.boatId
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY gear ORDER BY euros DESC) AS place FROM earned
)
SELECT gear, name, ROUND(euros) FROM ranked WHERE place = 1 ORDER BY gear;

-- 050 In which month of 2024 did sole jump up most in price, compared with the month before? Use
-- the average price per kilogram over the lots of common sole sold in each month of that year, and
-- name the later month like 2024-07.
WITH monthly AS (
  SELECT strftime('%Y-%m', x.soldAt) AS month, AVG(x.pricePerKg) AS price
  FROM sale AS x
  JOIN lot AS l ON l.lotId = x.lotId
  JOIN species AS s ON s.speciesId = l.speciesId
  WHERE s.name = 'Common sole' AND x.soldAt LIKE '2024-%'
  GROUP BY month
), compared AS (
  SELECT month, price - LAG(price) OVER (ORDER BY month) AS jump FROM monthly
)
SELECT month FROM compared ORDER BY jump DESC LIMIT 1;

-- 051 Which boats landed more of a species in 2024 than their quota for it and that year allowed?
-- Take no account of transfers. Give boat, species, and the kilograms too many, the worst case
-- first.
WITH landed AS (
  SELECT g.boatId, l.speciesId, SUM(l.weightKg) AS kg
  FROM landing AS g
  JOIN lot AS l ON l.landingId = g.landingId
  WHERE g.landedAt LIKE '2024-%'
  GROUP BY g.boatId, l.speciesId
)
SELECT b.name, s.name, d.kg - q.kg AS excess
FROM landed AS d
JOIN quota AS q ON q.boatId = d.boatId AND q.speciesId = d.speciesId
JOIN boat AS b ON b.boatId = d.boatId
JOIN species AS s ON s.speciesId = d.speciesId
WHERE q.year = 2024 AND d.kg > q.kg
ORDER BY excess DESC;

-- 052 Which species has the Mariñeiro landed that the Mariñeira never did?
SELECT s.name
FROM species AS s
JOIN lot AS l ON l.speciesId = s.speciesId
JOIN landing AS g ON g.landingId = l.landingId
JOIN boat AS b ON b.boatId = g.boatId
WHERE b.name = 'Mariñeiro'
EXCEPT
SELECT s.name
FROM species AS s
JOIN lot AS l ON l.speciesId = s.speciesId
JOIN landing AS g ON g.landingId = l.landingId
JOIN boat AS b ON b.boatId = g.boatId
WHERE b.name = 'Mariñeira';

-- 053 How often does a reserve price get in the way? Among the lots of flatfish that had a reserve
-- and at least one bid, what percentage stayed unsold? One decimal.
SELECT ROUND(100.0 * SUM(CASE WHEN x.lotId IS NULL THEN 1 ELSE 0 END) / COUNT(*), 1)
FROM lot AS l
JOIN species AS s ON s.speciesId = l.speciesId
LEFT JOIN sale AS x ON x.lotId = l.lotId
WHERE s."group" = 'flatfish'
  AND l.reservePrice IS NOT NULL
  AND EXISTS (SELECT 1 FROM bid AS o WHERE o.lotId = l.lotId);

-- 054 How many lots with three bids or more went to a restaurant that had made the very first bid
-- on them as well?
WITH opened AS (
  SELECT
    lotId,
    buyerId,
    ROW_NUMBER() OVER (PARTITION BY lotId ORDER BY placedAt) AS turn,
    COUNT(*) OVER (PARTITION BY lotId) AS bids
  FROM bid
)
SELECT COUNT(*)
FROM opened AS o
JOIN sale AS x ON x.lotId = o.lotId AND x.buyerId = o.buyerId
JOIN buyer AS b ON b.buyerId = x.buyerId
WHERE o.turn = 1 AND o.bids >= 3 AND b.kind = 'restaurant';

-- 055 Always the bridesmaid: which buyer has most often placed the second-highest bid on a lot of
-- common sole that was then sold to somebody else?
WITH ranked AS (
  SELECT lotId, buyerId, ROW_NUMBER() OVER (PARTITION BY lotId ORDER BY pricePerKg DESC) AS place
  FROM bid
)
SELECT b.name
FROM ranked AS r
JOIN sale AS x ON x.lotId = r.lotId
JOIN lot AS l ON l.lotId = x.lotId
JOIN species AS s ON s.speciesId = l.speciesId
JOIN buyer AS b ON b.buyerId = r.buyerId
WHERE r.place = 2 AND s.name = 'Common sole'
GROUP BY b.buyerId
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 056 Who owes us most from before December 2024? Of the buyers with two unpaid invoices or more
-- from sales before the first of that month, take the three with the largest sums: give the name,
-- the number of those invoices and the sum, in euros with one decimal, the largest sum first.
SELECT b.name, COUNT(*), ROUND(SUM(x.pricePerKg * l.weightKg), 1) AS owed
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId
JOIN buyer AS b ON b.buyerId = x.buyerId
WHERE x.paidOn IS NULL AND strftime('%Y-%m', x.soldAt) < '2024-12'
GROUP BY b.buyerId
HAVING COUNT(*) >= 2
ORDER BY owed DESC
LIMIT 3;

-- 057 How long do buyers wait until a complaint is settled? For each kind of buyer with six settled
-- complaints or more: the kind, how many there were, and the average number of days from filing to
-- settling, to one decimal, the slowest first.
SELECT
  b.kind,
  COUNT(*),
  ROUND(AVG(julianday(c.settledOn) - julianday(c.filedOn)), 1) AS days
FROM claim AS c
JOIN sale AS x ON x.lotId = c.lotId
JOIN buyer AS b ON b.buyerId = x.buyerId
WHERE c.settledOn IS NOT NULL
GROUP BY b.kind
HAVING COUNT(*) >= 6
ORDER BY days DESC;

-- 058 At which ports has no octopus (Common octopus) ever been landed? List them in the order of
-- their harbour codes.
SELECT p.name
FROM port AS p
WHERE NOT EXISTS (
  SELECT 1
  FROM landing AS g
  JOIN lot AS l ON l.landingId = g.landingId
  JOIN species AS s ON s.speciesId = l.speciesId
  WHERE g.portId = p.portId AND s.name = 'Common octopus'
)
ORDER BY p.harbourCode;

-- 059 What do we turn over in shellfish from quarter to quarter? For 2024, give the quarter ("Q1"
-- to "Q4", by the day of the sale), the kilograms sold, and the euros, rounded to whole ones,
-- beginning with the first quarter.
SELECT
  CASE
    WHEN strftime('%m', x.soldAt) <= '03' THEN 'Q1'
    WHEN strftime('%m', x.soldAt) <= '06' THEN 'Q2'
    WHEN strftime('%m', x.soldAt) <= '09' THEN 'Q3'
    ELSE 'Q4'
  END AS quarter,
  SUM(l.weightKg),
  ROUND(SUM(x.pricePerKg * l.weightKg))
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId
JOIN species AS s ON s.speciesId = l.speciesId
WHERE s."group" = 'shellfish' AND x.soldAt LIKE '2024-%'
GROUP BY quarter
ORDER BY quarter;

-- 060 Do cephalopods and shellfish get dearer for Christmas? By what factor is the average price of
-- a kilogram, every lot counting once, higher in the Decembers than in the other months? Two
-- decimals.
SELECT
  ROUND(
    AVG(CASE WHEN strftime('%m', x.soldAt) = '12' THEN x.pricePerKg END)
      / AVG(CASE WHEN strftime('%m', x.soldAt) <> '12' THEN x.pricePerKg END),
    2
  )
FROM sale AS x
JOIN lot AS l ON l.lotId = x.lotId
JOIN species AS s ON s.speciesId = l.speciesId
WHERE s."group" IN ('cephalopod', 'shellfish');

-- 061 Which three boats gained the most quota from transfers in 2023, over all species? Count what
-- a boat received minus what it gave away in transfers for that year, and give boat and kilograms,
-- the highest gain first.
WITH moved AS (
  SELECT toBoatId AS boatId, kg FROM quotaTransfer WHERE year = 2023
  UNION ALL
  SELECT fromBoatId, -kg FROM quotaTransfer WHERE year = 2023
)
SELECT b.name, SUM(m.kg) AS gain
FROM moved AS m
JOIN boat AS b ON b.boatId = m.boatId
GROUP BY b.boatId
ORDER BY gain DESC
LIMIT 3;

-- 062 What is the longest time, in days, that the little Xoana stayed away from our auction between
-- two landings? Count from calendar day to calendar day.
WITH gaps AS (
  SELECT
    julianday(date(g.landedAt))
      - julianday(LAG(date(g.landedAt)) OVER (ORDER BY g.landedAt)) AS days
  FROM landing AS g
  JOIN boat AS b ON b.boatId = g.boatId
  WHERE b.name = 'Xoana'
)
SELECT CAST(MAX(days) AS INTEGER) FROM gaps;
