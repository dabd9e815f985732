-- 001 Take each live broadcast of a German-language show that got a message. How many minutes after
-- the start did its first message come, on average? Two decimals, please.
SELECT ROUND(AVG(minutes), 2)
FROM (
  SELECT (julianday(MIN(m.sent_at)) - julianday(b.aired_at)) * 1440 AS minutes
  FROM messages AS m
  JOIN broadcasts AS b ON b.broadcast_id = m.broadcast_id
  JOIN shows AS s ON s.show_id = b.show_id
  WHERE s.language = 'German' AND b.kind = 'live'
  GROUP BY b.broadcast_id
);

-- 002 Show how the donations of 2024 add up: for each month (like 2024-01) its total and the
-- running total of the year so far, both rounded to two decimals, in order of the months.
WITH monthly AS (
  SELECT strftime('%Y-%m', given_on) AS month, SUM(amount) AS total
  FROM donations
  WHERE strftime('%Y', given_on) = '2024'
  GROUP BY month
)
SELECT month, ROUND(total, 2), ROUND(SUM(total) OVER (ORDER BY month), 2)
FROM monthly
ORDER BY month;

-- 003 How many tracks were played by folk shows in the first quarter of 2023, but by none of them
-- in 2024?
SELECT COUNT(*)
FROM (
  SELECT track_id
  FROM plays
  WHERE broadcast_id IN (
    SELECT b.broadcast_id
    FROM broadcasts AS b
    JOIN shows AS s ON s.show_id = b.show_id
    WHERE s.genre = 'folk' AND b.aired_at BETWEEN '2023-01-01' AND '2023-04-01'
  )
  EXCEPT
  SELECT track_id
  FROM plays
  WHERE broadcast_id IN (
    SELECT b.broadcast_id
    FROM broadcasts AS b
    JOIN shows AS s ON s.show_id = b.show_id
    WHERE s.genre = 'folk' AND strftime('%Y', b.aired_at) = '2024'
  )
);

-- 004 Which titles have been used by four or more artists, and how often have we played all tracks
-- of that title together? Give title, number of artists and number of plays; titles with the most
-- plays first, then by title.
SELECT t.title, COUNT(DISTINCT a.artist_id), COUNT(p.position) AS play_count
FROM artists AS a
JOIN tracks AS t ON t.artist_id = a.artist_id
LEFT JOIN plays AS p ON p.track_id = t.track_id
GROUP BY t.title
HAVING COUNT(DISTINCT a.artist_id) >= 4
ORDER BY play_count DESC, t.title;

-- 005 How reliable are our rooms? For each studio give its name, the number of broadcasts planned
-- there, and what percentage of these was cancelled, rounded to one decimal; highest percentage
-- first, where equal by name.
SELECT
  st.name,
  COUNT(*),
  ROUND(AVG(CASE WHEN b.kind = 'cancelled' THEN 100.0 ELSE 0 END), 1) AS percentage
FROM studios AS st
JOIN broadcasts AS b ON b.studio_id = st.studio_id
GROUP BY st.studio_id
ORDER BY percentage DESC, st.name;

-- 006 Now and then somebody presents a show without being on its team. Which hosts did so in live
-- broadcasts, and how often? Name and number of such broadcasts, most first, then by name.
SELECT h.name, COUNT(*) AS visits
FROM broadcasts AS b
JOIN hosts AS h ON h.host_id = b.presenter_id
WHERE b.kind = 'live'
  AND NOT EXISTS (
    SELECT 1
    FROM show_hosts AS sh
    WHERE sh.show_id = b.show_id AND sh.host_id = b.presenter_id
  )
GROUP BY h.host_id
ORDER BY visits DESC, h.name;

-- 007 How many different names, empty ones left out, stand under the messages to Kids' Frequency?
SELECT COUNT(DISTINCT m."from")
FROM messages AS m
JOIN broadcasts AS b ON b.broadcast_id = m.broadcast_id
JOIN shows AS s ON s.show_id = b.show_id
WHERE s.title = 'Kids'' Frequency' AND m."from" <> '';

-- 008 A cancelled show annoys people. How many messages did we get that belong to a broadcast of
-- the kind "cancelled"?
SELECT COUNT(*)
FROM messages AS m
JOIN broadcasts AS b ON b.broadcast_id = m.broadcast_id
WHERE b.kind = 'cancelled';

-- 009 If every show that goes out each week (and no other) is on air once, how many minutes of
-- airtime do they fill together?
SELECT SUM(slot_minutes) FROM shows WHERE every_weeks = 1;

-- 010 What is the title of the longest track on our shelf?
SELECT title FROM tracks ORDER BY seconds DESC LIMIT 1;

-- 011 When we play a local artist, how long is the track on average? Count every play, and answer
-- in minutes with two decimals.
SELECT ROUND(AVG(t.seconds) / 60, 2)
FROM plays AS p
JOIN tracks AS t ON t.track_id = p.track_id
JOIN artists AS a ON a.artist_id = t.artist_id AND a.is_local = 1;

-- 012 Please name everybody who is on the team of a hip-hop show, or is down as presenter of one of
-- its broadcasts, cancelled ones included. Each name once.
SELECT name
FROM (
  SELECT h.name
  FROM hosts AS h
  JOIN show_hosts AS sh ON sh.host_id = h.host_id
  JOIN shows AS s ON s.show_id = sh.show_id
  WHERE s.genre = 'hip-hop'
  UNION
  SELECT h.name
  FROM hosts AS h
  JOIN broadcasts AS b ON b.presenter_id = h.host_id
  JOIN shows AS s ON s.show_id = b.show_id
  WHERE s.genre = 'hip-hop'
);

-- 013 Our classical listeners are patient. What percentage of the plays in classical shows went to
-- tracks that are longer than five minutes? Round to one decimal; a track played twice counts
-- twice.
SELECT ROUND(AVG(CASE WHEN seconds > 300 THEN 100.0 ELSE 0 END), 1)
FROM (
  SELECT t.seconds
  FROM plays AS p
  JOIN tracks AS t ON t.track_id = p.track_id
  JOIN broadcasts AS b ON b.broadcast_id = p.broadcast_id
  JOIN shows AS s ON s.show_id = b.show_id
  WHERE s.genre = 'classical'
);

-- 014 Which shows were first aired in 2022 or later and have not ended? Titles only.
SELECT title FROM shows WHERE strftime('%Y', first_aired) >= '2022' AND ended_on IS NULL;

-- 015 Average lengths can mislead. What is the median length in seconds of the tracks by jazz
-- artists that have been played at least once, each track counted once? Where two stand in the
-- middle, take their mean.
WITH lengths AS (
  SELECT
    t.seconds,
    ROW_NUMBER() OVER (ORDER BY t.seconds) AS place,
    COUNT(*) OVER () AS track_count
  FROM tracks AS t
  JOIN artists AS a ON a.artist_id = t.artist_id
  WHERE a.genre = 'jazz' AND t.track_id IN (SELECT track_id FROM plays)
)
SELECT AVG(seconds)
FROM lengths
WHERE place IN ((track_count + 1) / 2, (track_count + 2) / 2);

-- 016 The city asks for numbers about local music. Of all plays in our rock shows, what percentage
-- were tracks of local artists? One decimal.
SELECT ROUND(100.0 * AVG(a.is_local), 1)
FROM plays AS p
JOIN tracks AS t ON t.track_id = p.track_id
JOIN artists AS a ON a.artist_id = t.artist_id
JOIN broadcasts AS b ON b.broadcast_id = p.broadcast_id
JOIN shows AS s ON s.show_id = b.show_id
WHERE s.genre = 'rock';

-- 017 Sort our tracks into "short" (under three minutes), "long" (five minutes or more) and
-- "middle" (the rest), and say how many there are of each.
SELECT
  CASE
    WHEN seconds < 180 THEN 'short'
    WHEN seconds >= 300 THEN 'long'
    ELSE 'middle'
  END AS length,
  COUNT(*)
FROM tracks
GROUP BY length;

-- 018 Who has presented live from the Tramway Depot? List the names, each once.
SELECT DISTINCT h.name
FROM broadcasts AS b
JOIN hosts AS h ON h.host_id = b.presenter_id
JOIN studios AS s ON s.studio_id = b.studio_id
WHERE s.building = 'Tramway Depot' AND b.kind = 'live';

-- 019 How many minutes, all in all, was Studio B out of order? Count the outages whose end is
-- known.
SELECT CAST(ROUND(SUM((julianday(o.ended_at) - julianday(o.began_at)) * 1440)) AS INTEGER)
FROM outages AS o
JOIN studios AS s ON s.studio_id = o.studio_id
WHERE s.name = 'Studio B';

-- 020 Which show's average peak audience grew most from January–March 2023 to January–March 2024,
-- in listeners? Shows that lack a figure in either of the two do not count.
WITH quarters AS (
  SELECT
    show_id,
    AVG(CASE WHEN aired_at BETWEEN '2023-01-01' AND '2023-04-01' THEN peak_listeners END) AS early,
    AVG(CASE WHEN aired_at BETWEEN '2024-01-01' AND '2024-04-01' THEN peak_listeners END) AS late
  FROM broadcasts
  GROUP BY show_id
)
SELECT s.title
FROM quarters AS q
JOIN shows AS s ON s.show_id = q.show_id
ORDER BY q.late - q.early DESC
LIMIT 1;

-- 021 How did the money of our November drive in 2023 come in? Give each method and the total,
-- rounded to two decimals.
SELECT method, ROUND(SUM(amount), 2)
FROM donations
WHERE given_on BETWEEN '2023-11-01' AND '2023-11-30'
GROUP BY method;

-- 022 Which cause of outages has cost us the most time, all outages with a known end added up?
SELECT cause
FROM outages
GROUP BY cause
ORDER BY SUM(julianday(ended_at) - julianday(began_at)) DESC
LIMIT 1;

-- 023 By how much does the average peak audience of live broadcasts exceed that of repeats? Round
-- the difference to one decimal; broadcasts without a figure do not count.
SELECT
  ROUND(
    AVG(CASE WHEN kind = 'live' THEN peak_listeners END)
      - AVG(CASE WHEN kind = 'repeat' THEN peak_listeners END),
    1
  )
FROM broadcasts;

-- 024 Siobhán O'Malley-Kern has trained hosts, who trained others, and so on. How many hosts
-- learned from her, directly or through others?
WITH RECURSIVE pupils (host_id) AS (
  SELECT h.host_id
  FROM hosts AS h
  JOIN hosts AS w ON w.host_id = h.trained_by
  WHERE w.name = 'Siobhán O''Malley-Kern'
  UNION
  SELECT h.host_id FROM hosts AS h JOIN pupils AS p ON h.trained_by = p.host_id
)
SELECT COUNT(*) FROM pupils;

-- 025 Who is the most played artist of each of the genres jazz, classical and hip-hop? Give genre,
-- artist and number of plays, most plays first. The genre is the artist's, whichever show plays it.
WITH counted AS (
  SELECT a.genre, a.name, COUNT(*) AS play_count
  FROM plays AS p
  JOIN tracks AS t ON t.track_id = p.track_id
  JOIN artists AS a ON a.artist_id = t.artist_id
  WHERE a.genre IN ('jazz', 'classical', 'hip-hop')
  GROUP BY a.artist_id
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY genre ORDER BY play_count DESC) AS place FROM counted
)
SELECT genre, name, play_count FROM ranked WHERE place = 1 ORDER BY play_count DESC;

-- 026 Which shows lost a broadcast, cancelled in the first half of 2023, whose studio had an outage
-- at the planned start (begun by then, and known to have ended later)? Give title, planned start
-- and cause, in order of the start.
SELECT s.title, b.aired_at, o.cause
FROM broadcasts AS b
JOIN shows AS s ON s.show_id = b.show_id
JOIN outages AS o
  ON o.studio_id = b.studio_id AND o.began_at <= b.aired_at AND o.ended_at > b.aired_at
WHERE b.kind = 'cancelled' AND b.aired_at BETWEEN '2023-01-01' AND '2023-07-01'
ORDER BY b.aired_at;

-- 027 With which track did the programme open that began at 14:00 on 6 January 2024? Give the
-- title.
SELECT t.title
FROM plays AS p
JOIN broadcasts AS b ON b.broadcast_id = p.broadcast_id
JOIN tracks AS t ON t.track_id = p.track_id
WHERE b.aired_at = '2024-01-06 14:00' AND p.position = 1;

-- 028 What is the average donation that members (those with a member_since date) made for a talk
-- show, rounded to two decimals?
SELECT ROUND(AVG(g.amount), 2)
FROM donations AS g
JOIN donors AS d ON d.donor_id = g.donor_id
JOIN shows AS s ON s.show_id = g.show_id
WHERE s.genre = 'talk' AND d.member_since IS NOT NULL;

-- 029 How many listeners did world music shows have at their peak, on average over the broadcasts
-- from the van? Round to one decimal and leave out broadcasts without a figure. (The studio is
-- called "Van", the genre "world".)
SELECT ROUND(AVG(b.peak_listeners), 1)
FROM broadcasts AS b
JOIN studios AS st ON st.studio_id = b.studio_id
JOIN shows AS s ON s.show_id = b.show_id
WHERE st.name = 'Van' AND s.genre = 'world';

-- 030 What is the show "Evenings on the Dnipro" called in its own language?
SELECT native_title FROM shows WHERE title = 'Evenings on the Dnipro';

-- 031 Night owls: how many messages to electronic shows were sent on a later calendar day than the
-- one on which the broadcast began?
SELECT COUNT(*)
FROM messages AS m
JOIN broadcasts AS b ON b.broadcast_id = m.broadcast_id
JOIN shows AS s ON s.show_id = b.show_id
WHERE s.genre = 'electronic' AND date(m.sent_at) > date(b.aired_at);

-- 032 In which languages do we have a talk show, but no music show? Music is every genre other than
-- talk, news and children.
SELECT language FROM shows WHERE genre = 'talk'
EXCEPT
SELECT language FROM shows WHERE genre NOT IN ('talk', 'news', 'children');

-- 033 Which track was asked for most often in vain, that is in requests for a broadcast in which it
-- was not played? Give its title.
SELECT t.title
FROM messages AS m
JOIN tracks AS t ON t.track_id = m.wanted_track_id
WHERE NOT EXISTS (
  SELECT 1 FROM plays AS p WHERE p.broadcast_id = m.broadcast_id AND p.track_id = t.track_id
)
GROUP BY t.track_id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 034 What is the longest run of Morning Ferry broadcasts that were all live, with none of another
-- kind in between? Give the number of broadcasts.
WITH marked AS (
  SELECT b.kind, SUM(b.kind <> 'live') OVER (ORDER BY b.aired_at) AS run_no
  FROM broadcasts AS b
  JOIN shows AS s ON s.show_id = b.show_id
  WHERE s.title = 'Morning Ferry'
), runs AS (
  SELECT COUNT(*) AS run_length FROM marked WHERE kind = 'live' GROUP BY run_no
)
SELECT MAX(run_length) FROM runs;

-- 035 Which genres have at least three shows? Give the genre and how many shows it has, in any
-- order.
SELECT genre, COUNT(*) FROM shows GROUP BY genre HAVING COUNT(*) >= 3;

-- 036 On which day did the first donation of 150 or more come in?
SELECT MIN(given_on) FROM donations WHERE amount >= 150;

-- 037 How many artists are there for whom nobody has asked by email so far?
SELECT COUNT(*)
FROM artists AS a
WHERE NOT EXISTS (
  SELECT 1
  FROM tracks AS t
  JOIN messages AS m ON m.wanted_track_id = t.track_id
  WHERE t.artist_id = a.artist_id AND m.channel = 'email'
);

-- 038 People mix up Low Tide and Low Tides. Which artists were played in both in the year 2024?
-- List the names.
SELECT a.name
FROM artists AS a
JOIN tracks AS t ON t.artist_id = a.artist_id
JOIN plays AS p ON p.track_id = t.track_id
WHERE p.broadcast_id IN (
  SELECT b.broadcast_id
  FROM broadcasts AS b
  JOIN shows AS s ON s.show_id = b.show_id
  WHERE s.title = 'Low Tide' AND strftime('%Y', b.aired_at) = '2024'
)
INTERSECT
SELECT a.name
FROM artists AS a
JOIN tracks AS t ON t.artist_id = a.artist_id
JOIN plays AS p ON p.track_id = t.track_id
WHERE p.broadcast_id IN (
  SELECT b.broadcast_id
  FROM broadcasts AS b
  JOIN shows AS s ON s.show_id = b.show_id
  WHERE s.title = 'Low Tides' AND strftime('%Y', b.aired_at) = '2024'
);

-- 039 The printer of our badges cannot do apostrophes ('). Which names of hosts and of donors have
-- one? Put them in one list, each name once.
SELECT name FROM hosts WHERE instr(name, '''')
UNION
SELECT name FROM donors WHERE instr(name, '''');

-- 040 One show had a broadcast that towered above the rest: compare the highest peak audience of
-- each show with the average peak of the same show. Where is the highest the largest multiple of
-- the average? Give the title.
WITH ranked AS (
  SELECT
    s.title,
    RANK() OVER (ORDER BY MAX(b.peak_listeners) / AVG(b.peak_listeners) DESC) AS place
  FROM shows AS s
  JOIN broadcasts AS b ON b.show_id = s.show_id
  GROUP BY s.show_id
)
SELECT title FROM ranked WHERE place = 1;

-- 041 What percentage of the requests sent during live broadcasts was for a track that was played
-- in that same broadcast? Round to one decimal.
SELECT
  ROUND(
    100.0
      * AVG(
        EXISTS (
          SELECT 1
          FROM plays AS p
          WHERE p.broadcast_id = m.broadcast_id AND p.track_id = m.wanted_track_id
        )
      ),
    1
  )
FROM messages AS m
JOIN broadcasts AS b ON b.broadcast_id = m.broadcast_id
WHERE m.topic = 'request' AND b.kind = 'live';

-- 042 Whom did Farida Benhamou train?
SELECT h.name
FROM hosts AS h
JOIN hosts AS t ON t.host_id = h.trained_by
WHERE t.name = 'Farida Benhamou';

-- 043 Which donors gave something in December 2023 and again in January 2024? Just the donor
-- numbers, lowest first.
SELECT donor_id FROM donations WHERE given_on LIKE '2023-12-%'
INTERSECT
SELECT donor_id FROM donations WHERE given_on LIKE '2024-01-%'
ORDER BY donor_id;

-- 044 Some tracks stand on the shelf and were never played. List their titles; where two such
-- tracks have one title, it comes twice.
SELECT t.title
FROM tracks AS t
LEFT JOIN plays AS p ON p.track_id = t.track_id
WHERE p.track_id IS NULL;

-- 045 How many members (donors with a date since when they are) have made no donation at all?
SELECT COUNT(*)
FROM donors AS d
LEFT JOIN donations AS g ON g.donor_id = d.donor_id
WHERE g.donation_id IS NULL AND d.member_since IS NOT NULL;

-- 046 Some donors come back after a long silence. What is the largest number of days between two
-- donations of one donor that followed one another?
SELECT CAST(MAX(pause) AS INTEGER)
FROM (
  SELECT
    julianday(given_on)
      - julianday(LAG(given_on) OVER (PARTITION BY donor_id ORDER BY given_on)) AS pause
  FROM donations
);

-- 047 For what causes did an outage happen whose end nobody wrote down? Name each cause once.
SELECT DISTINCT cause FROM outages WHERE ended_at IS NULL;

-- 048 With how many different names have messages been signed? An empty name is none.
SELECT COUNT(DISTINCT "from") FROM messages WHERE "from" <> '';

-- 049 For which shows has nobody ever given money? A donation may name a show or none; list the
-- titles of the shows that no donation names.
SELECT title
FROM shows
WHERE show_id NOT IN (SELECT show_id FROM donations WHERE show_id IS NOT NULL);

-- 050 Are people more generous at the weekend? Compare donations made on a Saturday or Sunday
-- ("weekend") with all others ("weekday") in 2023: group, number, and average amount rounded to two
-- decimals.
SELECT
  CASE WHEN strftime('%w', given_on) IN ('0', '6') THEN 'weekend' ELSE 'weekday' END AS part,
  COUNT(*),
  ROUND(AVG(amount), 2)
FROM donations
WHERE strftime('%Y', given_on) = '2023'
GROUP BY part;

-- 051 Which shows got 120 messages or more? Title and number of messages, in any order.
SELECT s.title, COUNT(*)
FROM messages AS m
JOIN broadcasts AS b ON b.broadcast_id = m.broadcast_id
JOIN shows AS s ON s.show_id = b.show_id
GROUP BY s.show_id
HAVING COUNT(*) >= 120;

-- 052 How many different tracks have been played by the shows in Greek, in Arabic and in Ukrainian?
-- Give each of the three languages with its number.
SELECT language, COUNT(*)
FROM (
  SELECT DISTINCT s.language, p.track_id
  FROM plays AS p
  JOIN broadcasts AS b ON b.broadcast_id = p.broadcast_id
  JOIN shows AS s ON s.show_id = b.show_id
  WHERE s.language IN ('Greek', 'Arabic', 'Ukrainian')
)
GROUP BY language;

-- 053 Which artists have a name without a single letter from A to Z, large or small? List the
-- names.
SELECT name FROM artists WHERE name NOT GLOB '*[A-Za-z]*';

-- 054 On average, how many requests come in for a live broadcast of a world music show? Broadcasts
-- without any request count as zero. Round to two decimals.
WITH counted AS (
  SELECT COUNT(m.message_id) AS requests
  FROM shows AS s
  JOIN broadcasts AS b ON b.show_id = s.show_id
  LEFT JOIN messages AS m ON m.broadcast_id = b.broadcast_id AND m.topic = 'request'
  WHERE s.genre = 'world' AND b.kind = 'live'
  GROUP BY b.broadcast_id
)
SELECT ROUND(AVG(requests), 2) FROM counted;

-- 055 Which host is down as presenter for shows in the largest number of languages, cancelled
-- broadcasts included?
SELECT h.name
FROM hosts AS h
JOIN broadcasts AS b ON b.presenter_id = h.host_id
JOIN shows AS s ON s.show_id = b.show_id
GROUP BY h.host_id
ORDER BY COUNT(DISTINCT s.language) DESC
LIMIT 1;

-- 056 How many hosts have presented both something live from the studio called Kajüte and something
-- recorded in Studio B?
SELECT COUNT(*)
FROM (
  SELECT b.presenter_id
  FROM broadcasts AS b
  JOIN studios AS s ON s.studio_id = b.studio_id
  WHERE s.name = 'Kajüte' AND b.kind = 'live'
  INTERSECT
  SELECT b.presenter_id
  FROM broadcasts AS b
  JOIN studios AS s ON s.studio_id = b.studio_id
  WHERE s.name = 'Studio B' AND b.kind = 'recorded'
);

-- 057 How many tracks does a broadcast of a rock show play on average? Leave out broadcasts in
-- which no track was played, and round to two decimals.
SELECT ROUND(AVG(track_count), 2)
FROM (
  SELECT COUNT(*) AS track_count
  FROM plays AS p
  JOIN broadcasts AS b ON b.broadcast_id = p.broadcast_id
  JOIN shows AS s ON s.show_id = b.show_id
  WHERE s.genre = 'rock'
  GROUP BY b.broadcast_id
);

-- 058 For the treasurer: put the donations of the first half of 2024 (January to June) into "small"
-- (under 10), "usual" (10 to 50) and "large" (over 50). Give the group, the number of donations and
-- their total rounded to two decimals.
SELECT
  CASE
    WHEN amount < 10 THEN 'small'
    WHEN amount <= 50 THEN 'usual'
    ELSE 'large'
  END AS size,
  COUNT(*),
  ROUND(SUM(amount), 2)
FROM donations
WHERE given_on BETWEEN '2024-01-01' AND '2024-06-30'
GROUP BY size;

-- 059 Which shows had their latest broadcast in 2023, and when? Cancelled broadcasts count like
-- others. Give the title and the moment as it is stored.
SELECT s.title, MAX(b.aired_at)
FROM shows AS s
JOIN broadcasts AS b ON b.show_id = s.show_id
GROUP BY s.show_id
HAVING strftime('%Y', MAX(b.aired_at)) = '2023';

-- 060 Rank the shows by the money that donors gave for them. Which one stands in third place?
SELECT title
FROM (
  SELECT s.title, RANK() OVER (ORDER BY SUM(d.amount) DESC) AS place
  FROM donations AS d
  JOIN shows AS s ON s.show_id = d.show_id
  GROUP BY s.show_id
)
WHERE place = 3;

-- 061 Which show gets the most messages per live broadcast, live broadcasts without any message
-- included, and how many is that on average, rounded to two decimals? Give title and average.
WITH counted AS (
  SELECT b.show_id, COUNT(m.message_id) AS message_count
  FROM broadcasts AS b
  LEFT JOIN messages AS m ON m.broadcast_id = b.broadcast_id
  WHERE b.kind = 'live'
  GROUP BY b.broadcast_id
)
SELECT s.title, ROUND(AVG(c.message_count), 2) AS average
FROM counted AS c
JOIN shows AS s ON s.show_id = c.show_id
GROUP BY s.show_id
ORDER BY average DESC
LIMIT 1;

-- 062 Which hosts have left us? List them in order of their leaving, the earliest first.
SELECT name FROM hosts WHERE left_on IS NOT NULL ORDER BY left_on;
