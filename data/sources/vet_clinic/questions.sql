-- 001 How often has an animal been rushed in as an emergency?
SELECT COUNT(*) FROM visit WHERE reason = 'emergency';

-- 002 What is the highest body temperature, in °C, that was ever taken here?
SELECT MAX(temperatureC) FROM visit;

-- 003 What is a ferret called in Latin?
SELECT latinName FROM species WHERE name = 'ferret';

-- 004 To which orders, biologically speaking, do the species on our list belong? Each order once.
SELECT DISTINCT "order" FROM species;

-- 005 How many owners can I reach by e-mail? An address that is missing or empty is of no use.
SELECT COUNT(*) FROM owner WHERE email <> '';

-- 006 What does a unit of an antibiotic cost on average, going by today's price list? Round to two
-- decimals.
SELECT ROUND(AVG(unitPrice), 2) FROM medicine WHERE isAntibiotic = 1;

-- 007 Which medicine has no use-by date on record?
SELECT name FROM medicine WHERE "use by" IS NULL;

-- 008 Which of the vets have no speciality, be it missing or left empty? List their full names.
SELECT fullName FROM vet WHERE COALESCE(speciality, '') = '';

-- 009 Somebody found an animal with the chip number 011485120. What is its name?
SELECT name FROM animal WHERE chipNo = '011485120';

-- 010 What is the largest sum that the invoices of a single owner come to, paid or not? Two
-- decimals.
SELECT ROUND(MAX(total), 2)
FROM (
  SELECT SUM(i.amount) AS total
  FROM invoice AS i
  JOIN visit AS v ON v.visitId = i.visitId
  JOIN animal AS a ON a.animalId = v.animalId
  GROUP BY a.ownerId
);

-- 011 How many owners have both a dog and a cat on file?
SELECT COUNT(*)
FROM (
  SELECT a.ownerId
  FROM animal AS a
  JOIN species AS s ON s.speciesId = a.speciesId
  WHERE s.name = 'dog'
  INTERSECT
  SELECT a.ownerId
  FROM animal AS a
  JOIN species AS s ON s.speciesId = a.speciesId
  WHERE s.name = 'cat'
);

-- 012 How much money are we still waiting for, over all invoices that have not been paid? In euros,
-- with two decimals.
SELECT ROUND(SUM(amount), 2) FROM invoice WHERE paidOn IS NULL;

-- 013 Which vaccines came in a batch with the number 00202? Each of them once.
SELECT DISTINCT vaccine FROM vaccination WHERE batchNo = '00202';

-- 014 For every reason for which animals come, give the reason, the number of visits and how many
-- minutes one takes on average, rounded to one decimal; visits without a duration do not enter the
-- average.
SELECT reason, COUNT(*), ROUND(AVG(minutes), 1) FROM visit GROUP BY reason;

-- 015 How many rabbits do we have on file that, for all we know, are still alive?
SELECT COUNT(*)
FROM animal AS a
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'rabbit' AND a.diedOn IS NULL;

-- 016 Who trained Dr. Tjark Ohlendiek?
SELECT t.fullName
FROM vet AS v
JOIN vet AS t ON t.vetId = v.trainedBy
WHERE v.fullName = 'Dr. Tjark Ohlendiek';

-- 017 Which breeds of hen or rabbit are on our list? Just the names of the breeds.
SELECT b.name
FROM breed AS b
JOIN species AS s ON s.speciesId = b.speciesId
WHERE s.name IN ('hen', 'rabbit');

-- 018 At what percentage of the visits in 2024 was the animal not weighed? One decimal, please.
SELECT ROUND(100.0 * SUM(CASE WHEN weightKg IS NULL THEN 1 ELSE 0 END) / COUNT(*), 1)
FROM visit
WHERE strftime('%Y', startedAt) = '2024';

-- 019 When is the house full? Count the visits that started in the "morning" (before 12:00), in the
-- "afternoon" (from 12:00, but before 16:00) and "late" (from 16:00). Give part of day and number.
SELECT
  CASE
    WHEN strftime('%H:%M', startedAt) < '12:00' THEN 'morning'
    WHEN strftime('%H:%M', startedAt) < '16:00' THEN 'afternoon'
    ELSE 'late'
  END AS part,
  COUNT(*)
FROM visit
GROUP BY part;

-- 020 Of which medicine do we have the most units in stock?
SELECT name FROM medicine ORDER BY stock DESC LIMIT 1;

-- 021 Which vets have put an animal to sleep (euthanasia) in 2024? Full names, each once.
SELECT DISTINCT t.fullName
FROM visit AS v
JOIN vet AS t ON t.vetId = v.vetId
WHERE v.reason = 'euthanasia' AND strftime('%Y', v.startedAt) = '2024';

-- 022 How many people are registered as owners without a single animal on file?
SELECT COUNT(*)
FROM owner AS o
LEFT JOIN animal AS a ON a.ownerId = o.ownerId
WHERE a.animalId IS NULL;

-- 023 What was the average amount of the invoices that were settled by transfer during 2023? Go by
-- the day of payment and round to two decimals.
SELECT ROUND(AVG(amount), 2)
FROM invoice
WHERE method = 'transfer' AND strftime('%Y', paidOn) = '2023';

-- 024 How many doses of each vaccine have been given, and out of how many different batches?
-- Vaccine, doses, batches; a batch number that is missing or empty is no batch.
SELECT vaccine, COUNT(*), COUNT(DISTINCT NULLIF(batchNo, '')) FROM vaccination GROUP BY vaccine;

-- 025 Continuity matters to owners. How many follow-up visits were with another vet than the visit
-- that they follow?
SELECT COUNT(*)
FROM visit AS f
JOIN visit AS v ON v.visitId = f.followsVisitId AND v.vetId <> f.vetId;

-- 026 In which month were there more emergencies than in any other? Answer like 2022-05.
SELECT strftime('%Y-%m', startedAt) AS month
FROM visit
WHERE reason = 'emergency'
GROUP BY month
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 027 Where do our owners live? Give each town with its number of owners, the town with the most
-- owners first.
SELECT town, COUNT(*) AS owners FROM owner GROUP BY town ORDER BY owners DESC;

-- 028 In how many cases has the same diagnosis come up at two or more visits of one dog? Count each
-- pair of dog and diagnosis once.
SELECT COUNT(*)
FROM (
  SELECT v.animalId, f.code
  FROM finding AS f
  JOIN visit AS v ON v.visitId = f.visitId
  JOIN animal AS a ON a.animalId = v.animalId
  JOIN species AS s ON s.speciesId = a.speciesId
  WHERE s.name = 'dog'
  GROUP BY v.animalId, f.code
  HAVING COUNT(*) >= 2
);

-- 029 Turbo the tortoise was here on 26 January 2022. What is the owner's family name?
SELECT o.familyName
FROM owner AS o
JOIN animal AS a ON a.ownerId = o.ownerId
JOIN visit AS v ON v.animalId = a.animalId
WHERE a.name = 'Turbo' AND date(v.startedAt) = '2022-01-26';

-- 030 How many times did owners from Oberlohe come to see us in 2023, all their animals counted?
SELECT COUNT(*)
FROM visit AS v
JOIN animal AS a ON a.animalId = v.animalId
JOIN owner AS o ON o.ownerId = a.ownerId
WHERE o.town = 'Oberlohe' AND strftime('%Y', v.startedAt) = '2023';

-- 031 What did the Doloxin tablets cost that were handed out at emergencies? "Doloxin (paste)" is
-- another product. Quantity times the unit price of the prescription, two decimals.
SELECT ROUND(SUM(p.quantity * p.unitPrice), 2)
FROM prescription AS p
JOIN visit AS v ON v.visitId = p.visitId
JOIN medicine AS m ON m.medicineId = p.medicineId
WHERE m.name = 'Doloxin' AND v.reason = 'emergency';

-- 032 Which diseases of the skin have we never found in a cat? Give the names of the diagnoses.
SELECT name FROM diagnosis WHERE bodySystem = 'skin'
EXCEPT
SELECT d.name
FROM finding AS f
JOIN diagnosis AS d ON d.code = f.code
JOIN visit AS v ON v.visitId = f.visitId
JOIN animal AS a ON a.animalId = v.animalId
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'cat';

-- 033 Which medicines on our shelves has nobody ever prescribed?
SELECT m.name
FROM medicine AS m
WHERE NOT EXISTS (SELECT 1 FROM prescription AS p WHERE p.medicineId = m.medicineId);

-- 034 Whose patients stay longest? Name the vet whose surgeries took the most minutes on average.
SELECT t.fullName
FROM visit AS v
JOIN vet AS t ON t.vetId = v.vetId
WHERE v.reason = 'surgery'
GROUP BY t.vetId
ORDER BY AVG(v.minutes) DESC
LIMIT 1;

-- 035 How heavy, on average, are Dachshunds of either kind ("Dachshund" and "Dachshund,
-- wire-haired") when they are weighed at a check-up? Every weighing counts; in kilograms, two
-- decimals.
SELECT ROUND(AVG(v.weightKg), 2)
FROM visit AS v
JOIN animal AS a ON a.animalId = v.animalId
JOIN breed AS b ON b.breedId = a.breedId
WHERE b.name IN ('Dachshund', 'Dachshund, wire-haired') AND v.reason = 'check-up';

-- 036 In which towns does somebody have a hen on file with us, but nobody a tortoise?
SELECT o.town
FROM owner AS o
JOIN animal AS a ON a.ownerId = o.ownerId
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'hen'
EXCEPT
SELECT o.town
FROM owner AS o
JOIN animal AS a ON a.ownerId = o.ownerId
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'tortoise';

-- 037 For each vet, how many different animals has she or he seen, and how many different owners do
-- these belong to? Give the full name and the two numbers, for vets who have seen any.
SELECT t.fullName, COUNT(DISTINCT v.animalId), COUNT(DISTINCT a.ownerId)
FROM visit AS v
JOIN vet AS t ON t.vetId = v.vetId
JOIN animal AS a ON a.animalId = v.animalId
GROUP BY t.vetId;

-- 038 Which medicine that we still have some stock of must be used up first, by its use-by date?
SELECT name
FROM medicine
WHERE stock > 0 AND "use by" IS NOT NULL
ORDER BY "use by"
LIMIT 1;

-- 039 On how many days of November 2024, Sundays included, did nobody come at all?
WITH RECURSIVE november (day, lastDay) AS (
  SELECT '2024-11-01', '2024-11-30'
  UNION ALL
  SELECT date(day, '+1 day'), lastDay FROM november WHERE day < lastDay
)
SELECT COUNT(*) FROM november WHERE day NOT IN (SELECT date(startedAt) FROM visit);

-- 040 What is the most common diagnosis in each species? Give species, diagnosis and the number of
-- times it was found, whether certain or not. Should a species have several at the top, give all of
-- them. The largest number comes first; equal numbers go by species.
WITH counted AS (
  SELECT a.speciesId, f.code, COUNT(*) AS times
  FROM finding AS f
  JOIN visit AS v ON v.visitId = f.visitId
  JOIN animal AS a ON a.animalId = v.animalId
  GROUP BY a.speciesId, f.code
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY speciesId ORDER BY times DESC) AS place FROM counted
)
SELECT s.name, d.name, r.times
FROM ranked AS r
JOIN species AS s ON s.speciesId = r.speciesId
JOIN diagnosis AS d ON d.code = r.code
WHERE r.place = 1
ORDER BY r.times DESC, s.name;

-- 041 Compare the takings from emergencies with cats and dogs, month by month, for the second half
-- of 2024. Give the month (like 2024-07) of the visit, the sum of the invoices for it, and by how
-- much that is more than in the month before (NULL for July), both with two decimals. In order of
-- time.
WITH monthly AS (
  SELECT strftime('%Y-%m', v.startedAt) AS month, SUM(i.amount) AS takings
  FROM visit AS v
  JOIN invoice AS i ON i.visitId = v.visitId
  JOIN animal AS a ON a.animalId = v.animalId
  JOIN species AS s ON s.speciesId = a.speciesId
  WHERE v.reason = 'emergency'
    AND s.name IN ('cat', 'dog')
    AND date(v.startedAt) BETWEEN '2024-07-01' AND '2024-12-31'
  GROUP BY month
)
SELECT
  month,
  ROUND(takings, 2),
  ROUND(takings - LAG(takings) OVER (ORDER BY month), 2)
FROM monthly
ORDER BY month;

-- 042 How old do our dogs get? Take the dogs whose birth and death are both on file, and reckon
-- simply the year of death minus the year of birth: less than 5 is "young", 10 or more is "old",
-- what lies between is "middle". Give group and number.
SELECT
  CASE
    WHEN strftime('%Y', a.diedOn) - strftime('%Y', a.bornOn) < 5 THEN 'young'
    WHEN strftime('%Y', a.diedOn) - strftime('%Y', a.bornOn) >= 10 THEN 'old'
    ELSE 'middle'
  END AS age,
  COUNT(*)
FROM animal AS a
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'dog' AND a.diedOn IS NOT NULL AND a.bornOn IS NOT NULL
GROUP BY age;

-- 043 How many dogs and cats, not known to have died, had lost their protection against rabies
-- before 8 November 2024? Of every animal that was ever vaccinated against it, the latest "valid
-- until" counts.
WITH latest AS (
  SELECT v.animalId, MAX(s.validUntil) AS validUntil
  FROM vaccination AS s
  JOIN visit AS v ON v.visitId = s.visitId
  WHERE s.vaccine = 'rabies'
  GROUP BY v.animalId
)
SELECT COUNT(*)
FROM latest AS l
JOIN animal AS a ON a.animalId = l.animalId
JOIN species AS k ON k.speciesId = a.speciesId
WHERE l.validUntil < '2024-11-08' AND a.diedOn IS NULL AND k.name IN ('dog', 'cat');

-- 044 Recall! Batch 00238 of the cat flu vaccine was spoilt. Whom must we call? Give the family
-- name of the owner and the name of the animal.
SELECT o.familyName, a.name
FROM vaccination AS s
JOIN visit AS v ON v.visitId = s.visitId
JOIN animal AS a ON a.animalId = v.animalId
JOIN owner AS o ON o.ownerId = a.ownerId
WHERE s.vaccine = 'cat flu' AND s.batchNo = '00238';

-- 045 Who are our three best customers, by all that was invoiced to them? Give the owner's number,
-- town and total with two decimals, the largest total first.
SELECT o.ownerId, o.town, ROUND(SUM(i.amount), 2) AS total
FROM invoice AS i
JOIN visit AS v ON v.visitId = i.visitId
JOIN animal AS a ON a.animalId = v.animalId
JOIN owner AS o ON o.ownerId = a.ownerId
GROUP BY o.ownerId
ORDER BY total DESC
LIMIT 3;

-- 046 What is the median amount of the invoices for dental treatment of cats? With an even number
-- of invoices take the mean of the two in the middle; two decimals.
WITH sorted AS (
  SELECT
    i.amount,
    ROW_NUMBER() OVER (ORDER BY i.amount) AS place,
    COUNT(*) OVER () AS total
  FROM invoice AS i
  JOIN visit AS v ON v.visitId = i.visitId
  JOIN animal AS a ON a.animalId = v.animalId
  JOIN species AS s ON s.speciesId = a.speciesId
  WHERE v.reason = 'dental' AND s.name = 'cat'
)
SELECT ROUND(AVG(amount), 2) FROM sorted WHERE place IN ((total + 1) / 2, (total + 2) / 2);

-- 063 What is the greatest number of days that ever passed between two visits of the same cat that
-- came one after the other? Whole days by the calendar.
WITH gaps AS (
  SELECT
    julianday(date(v.startedAt)) - julianday(
      LAG(date(v.startedAt)) OVER (PARTITION BY v.animalId ORDER BY v.startedAt)
    ) AS days
  FROM visit AS v
  JOIN animal AS a ON a.animalId = v.animalId
  JOIN species AS s ON s.speciesId = a.speciesId
  WHERE s.name = 'cat'
)
SELECT CAST(MAX(days) AS INTEGER) FROM gaps;

-- 048 Which three cats have lost the most weight from one visit to their very next one, looking
-- only where both times a weight was noted? Give the cat's number, its name and the loss in
-- kilograms with two decimals, the largest loss first.
WITH weighed AS (
  SELECT
    animalId,
    LAG(weightKg) OVER (PARTITION BY animalId ORDER BY startedAt) - weightKg AS loss
  FROM visit
)
SELECT a.animalId, a.name, ROUND(MAX(w.loss), 2) AS loss
FROM weighed AS w
JOIN animal AS a ON a.animalId = w.animalId
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'cat'
GROUP BY a.animalId
ORDER BY MAX(w.loss) DESC
LIMIT 3;

-- 049 Which vets have invoices that are higher, on average, than the average of all our invoices?
-- Give the full name and the difference, rounded to two decimals, the largest difference first.
WITH means AS (
  SELECT v.vetId, AVG(i.amount) AS mean
  FROM invoice AS i
  JOIN visit AS v ON v.visitId = i.visitId
  GROUP BY v.vetId
), clinic AS (
  SELECT AVG(amount) AS overall FROM invoice
)
SELECT t.fullName, ROUND(m.mean - c.overall, 2) AS above
FROM means AS m
JOIN clinic AS c ON m.mean > c.overall
JOIN vet AS t ON t.vetId = m.vetId
ORDER BY above DESC;

-- 050 How often was a diagnosis only "suspected" at first and then "confirmed", the same one, at a
-- visit that followed up on it?
SELECT COUNT(*)
FROM visit AS later
JOIN finding AS sure ON sure.visitId = later.visitId
JOIN finding AS guess ON guess.visitId = later.followsVisitId AND guess.code = sure.code
WHERE guess.certainty = 'suspected' AND sure.certainty = 'confirmed';

-- 051 Of which medicines did we hand out more in 2024 than in 2023, counting the quantities of all
-- prescriptions by the day of the visit? Give the name and how many more, the largest increase
-- first, equal ones in alphabetical order.
WITH yearly AS (
  SELECT p.medicineId, strftime('%Y', v.startedAt) AS year, SUM(p.quantity) AS quantity
  FROM prescription AS p
  JOIN visit AS v ON v.visitId = p.visitId
  GROUP BY p.medicineId, year
)
SELECT m.name, z.quantity - a.quantity AS more
FROM yearly AS a
JOIN yearly AS z ON z.medicineId = a.medicineId
JOIN medicine AS m ON m.medicineId = a.medicineId
WHERE a.year = '2023' AND z.year = '2024' AND z.quantity > a.quantity
ORDER BY more DESC, m.name;

-- 052 How are bills paid these days? For each year of payment give the year, then the number of
-- invoices paid by card, in cash and by transfer, the earliest year first.
SELECT
  strftime('%Y', paidOn) AS year,
  SUM(CASE WHEN method = 'card' THEN 1 ELSE 0 END),
  SUM(CASE WHEN method = 'cash' THEN 1 ELSE 0 END),
  SUM(CASE WHEN method = 'transfer' THEN 1 ELSE 0 END)
FROM invoice
WHERE paidOn IS NOT NULL
GROUP BY year
ORDER BY year;

-- 053 Who is quick with antibiotics? For each vet who still works here and has at least 39
-- prescriptions, give the full name and the percentage of the prescriptions that were for an
-- antibiotic, to two decimals, the highest percentage first.
SELECT
  t.fullName,
  ROUND(100.0 * SUM(CASE WHEN m.isAntibiotic = 1 THEN 1 ELSE 0 END) / COUNT(*), 2) AS percent
FROM prescription AS p
JOIN medicine AS m ON m.medicineId = p.medicineId
JOIN visit AS v ON v.visitId = p.visitId
JOIN vet AS t ON t.vetId = v.vetId
WHERE t.leftOn IS NULL
GROUP BY t.vetId
HAVING COUNT(*) >= 39
ORDER BY percent DESC;

-- 054 How many owners who live in Lohe have come with some animal of theirs in every one of the
-- four years from 2021 to 2024?
SELECT COUNT(*)
FROM (
  SELECT a.ownerId
  FROM visit AS v
  JOIN animal AS a ON a.animalId = v.animalId
  JOIN owner AS o ON o.ownerId = a.ownerId
  WHERE o.town = 'Lohe'
  GROUP BY a.ownerId
  HAVING COUNT(DISTINCT strftime('%Y', v.startedAt)) = 4
);

-- 055 Which breeds on our list does no animal on file belong to? Give species and breed.
SELECT s.name, b.name
FROM breed AS b
JOIN species AS s ON s.speciesId = b.speciesId
LEFT JOIN animal AS a ON a.breedId = b.breedId
WHERE a.animalId IS NULL;

-- 056 Our newest colleague has seen nobody yet. Which vets have not had a single visit? Full names.
SELECT t.fullName
FROM vet AS t
LEFT JOIN visit AS v ON v.vetId = t.vetId
WHERE v.visitId IS NULL;

-- 057 Which chronic diseases were found in dogs as well as in cats? List the names of the
-- diagnoses.
SELECT name FROM diagnosis WHERE isChronic = 1
INTERSECT
SELECT d.name
FROM finding AS f
JOIN diagnosis AS d ON d.code = f.code
JOIN visit AS v ON v.visitId = f.visitId
JOIN animal AS a ON a.animalId = v.animalId
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'dog'
INTERSECT
SELECT d.name
FROM finding AS f
JOIN diagnosis AS d ON d.code = f.code
JOIN visit AS v ON v.visitId = f.visitId
JOIN animal AS a ON a.animalId = v.animalId
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'cat';

-- 058 With which vaccine have rabbits been vaccinated most often here?
SELECT s.vaccine
FROM vaccination AS s
JOIN visit AS v ON v.visitId = s.visitId
JOIN animal AS a ON a.animalId = v.animalId
JOIN species AS k ON k.speciesId = a.speciesId
WHERE k.name = 'rabbit'
GROUP BY s.vaccine
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 059 One cat has been here more often than any other cat. What is its name?
SELECT a.name
FROM visit AS v
JOIN animal AS a ON a.animalId = v.animalId
JOIN species AS s ON s.speciesId = a.speciesId
WHERE s.name = 'cat'
GROUP BY a.animalId
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 060 How long does it take on average, in days, until a transfer has come in after the invoice was
-- issued? Two decimals, only invoices for animals whose owner lives in Brackstedt (not
-- Brackstedt-Süd).
SELECT ROUND(AVG(julianday(i.paidOn) - julianday(i.issuedOn)), 2)
FROM invoice AS i
JOIN visit AS v ON v.visitId = i.visitId
JOIN animal AS a ON a.animalId = v.animalId
JOIN owner AS o ON o.ownerId = a.ownerId
WHERE i.method = 'transfer' AND o.town = 'Brackstedt';

-- 061 I am writing a leaflet for people who keep hens. Make me one list with the names of all
-- diagnoses that we have made in a hen and of all medicines that we have prescribed for one, each
-- name once.
SELECT d.name
FROM species AS s
JOIN animal AS a ON a.speciesId = s.speciesId
JOIN visit AS v ON v.animalId = a.animalId
JOIN finding AS f ON f.visitId = v.visitId
JOIN diagnosis AS d ON d.code = f.code
WHERE s.name = 'hen'
UNION
SELECT m.name
FROM species AS s
JOIN animal AS a ON a.speciesId = s.speciesId
JOIN visit AS v ON v.animalId = a.animalId
JOIN prescription AS p ON p.visitId = v.visitId
JOIN medicine AS m ON m.medicineId = p.medicineId
WHERE s.name = 'hen';

-- 062 What share of the money invoiced in 2022 was for visits of cats? Go by the day of the
-- invoice; in percent, two decimals.
SELECT ROUND(100.0 * SUM(CASE WHEN s.name = 'cat' THEN i.amount ELSE 0 END) / SUM(i.amount), 2)
FROM invoice AS i
JOIN visit AS v ON v.visitId = i.visitId
JOIN animal AS a ON a.animalId = v.animalId
JOIN species AS s ON s.speciesId = a.speciesId
WHERE strftime('%Y', i.issuedOn) = '2022';
