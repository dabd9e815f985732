-- 001 Letters keep going to the wrong person. How many pairs of players are there who have the same
-- given name and the same family name? Count each pair once.
SELECT COUNT(*)
FROM players AS a
JOIN players AS b
  ON b.given_name = a.given_name AND b.family_name = a.family_name AND b.player_id > a.player_id;

-- 002 Who has won the most games with Black at the board (0-1)? Given name, a blank, family name.
SELECT p.given_name || ' ' || p.family_name
FROM games AS g
JOIN players AS p ON p.player_id = g.black_id
WHERE g.result = '0-1'
GROUP BY p.player_id
ORDER BY COUNT(*) DESC
LIMIT 1;

-- 003 On which day was the last match played that took place as planned (status "played")?
SELECT MAX(played_on) FROM matches WHERE status = 'played';

-- 004 Against whom has Gernot Perrault of Lokomotive Kesselheim played in the season 2024/25, with
-- either colour? Give the family names of his opponents, each once.
WITH his AS (
  SELECT g.white_id, g.black_id, p.player_id
  FROM players AS p
  JOIN clubs AS c ON c.club_id = p.club_id
  JOIN games AS g ON p.player_id IN (g.white_id, g.black_id)
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN rounds AS r ON r.round_id = m.round_id
  JOIN seasons AS s ON s.season_id = r.season_id
  WHERE p.given_name || ' ' || p.family_name = 'Gernot Perrault'
    AND c.name = 'Lokomotive Kesselheim'
    AND s.label = '2024/25'
)
SELECT p.family_name FROM his AS h JOIN players AS p ON p.player_id = h.black_id
WHERE h.white_id = h.player_id
UNION
SELECT p.family_name FROM his AS h JOIN players AS p ON p.player_id = h.white_id
WHERE h.black_id = h.player_id;

-- 005 Which clubs had teams in at least two different divisions in the season 2022/23? Give their
-- short names in alphabetical order.
SELECT c."short name"
FROM clubs AS c
JOIN teams AS t ON t.club_id = c.club_id
JOIN seasons AS s ON s.season_id = t.season_id
WHERE s.label = '2022/23'
GROUP BY c.club_id
HAVING COUNT(DISTINCT t.division) >= 2
ORDER BY c."short name";

-- 006 Which teams went up: played in a higher division (a smaller number) than in the season
-- before? Give the label of the season in which they played higher, the short name of the club and
-- the team number, in order of season, short name and team number.
WITH history AS (
  SELECT
    season_id,
    club_id,
    team_no,
    division,
    LAG(division) OVER (PARTITION BY club_id, team_no ORDER BY season_id) AS division_before
  FROM teams
)
SELECT s.label, c."short name", h.team_no
FROM history AS h
JOIN seasons AS s ON s.season_id = h.season_id
JOIN clubs AS c ON c.club_id = h.club_id
WHERE h.division < h.division_before
ORDER BY s.label, c."short name", h.team_no;

-- 007 Name the clubs that have never had a team in division 1.
SELECT name FROM clubs
EXCEPT
SELECT c.name FROM clubs AS c JOIN teams AS t ON t.club_id = c.club_id WHERE t.division = 1;

-- 008 What is the family name of our oldest player, as far as we know dates of birth?
SELECT family_name FROM players ORDER BY born_on IS NULL, born_on LIMIT 1;

-- 009 How many different players have had the white pieces in Kesselheim, at either of the venues
-- that the town has?
SELECT COUNT(DISTINCT white_id)
FROM (
  SELECT g.white_id
  FROM games AS g
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN venues AS v ON v.venue_id = m.venue_id
  WHERE v.town = 'Kesselheim'
);

-- 010 What do people protest about, and with what success? For every reason give the number of
-- protests that were upheld, zero included.
SELECT reason, SUM(decision = 'upheld') FROM protests GROUP BY reason;

-- 011 Empty chairs are a nuisance. In each season, how many games ended by forfeit? Give the label
-- of the season and the number.
SELECT label, COUNT(*)
FROM (
  SELECT s.label
  FROM games AS g
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN rounds AS r ON r.round_id = m.round_id
  JOIN seasons AS s ON s.season_id = r.season_id
  WHERE g.ended_by = 'forfeit'
)
GROUP BY label;

-- 012 What was the average rating of the team captains of the season 2023/24 on the list of
-- September 2023? Round to one decimal; teams without a captain do not count.
SELECT ROUND(AVG(rating), 1)
FROM (
  SELECT l.rating
  FROM teams AS t
  JOIN seasons AS s ON s.season_id = t.season_id
  JOIN ratings AS l ON l.player_id = t.captain_id
  WHERE s.label = '2023/24' AND l.month = '2023-09'
);

-- 013 Which clubs have a team in division 2 in the season 2024/25, but had none there in 2021/22?
-- Full names of the clubs.
SELECT name
FROM (
  SELECT c.name
  FROM clubs AS c
  JOIN teams AS t ON t.club_id = c.club_id
  JOIN seasons AS s ON s.season_id = t.season_id
  WHERE t.division = 2 AND s.label = '2024/25'
  EXCEPT
  SELECT c.name
  FROM clubs AS c
  JOIN teams AS t ON t.club_id = c.club_id
  JOIN seasons AS s ON s.season_id = t.season_id
  WHERE t.division = 2 AND s.label = '2021/22'
);

-- 014 Which opening leads to the longest games, going by the average number of moves? Give its
-- code.
SELECT opening_code FROM games GROUP BY opening_code ORDER BY AVG(moves) DESC LIMIT 1;

-- 015 Who was captain of Castrin's first team in the season 2022/23? The club is the Castrin Chess
-- Society, the team has number 1. Given name, a blank, family name.
SELECT p.given_name || ' ' || p.family_name
FROM teams AS t
JOIN seasons AS s ON s.season_id = t.season_id
JOIN clubs AS c ON c.club_id = t.club_id
JOIN players AS p ON p.player_id = t.captain_id
WHERE s.label = '2022/23' AND c.name = 'Castrin Chess Society' AND t.team_no = 1;

-- 016 In what percentage of the matches of 2022/23 that were played did the home team win clearly,
-- with 4 board points or more? Round to one decimal.
SELECT ROUND(AVG(CASE WHEN m.home_points >= 4 THEN 100.0 ELSE 0 END), 1)
FROM matches AS m
JOIN rounds AS r ON r.round_id = m.round_id
JOIN seasons AS s ON s.season_id = r.season_id
WHERE s.label = '2022/23' AND m.played_on IS NOT NULL;

-- 017 How many players have never had the black pieces in this league?
SELECT COUNT(*)
FROM players AS p
LEFT JOIN games AS g ON g.black_id = p.player_id
WHERE g.match_id IS NULL;

-- 018 When a player's rating goes up from one of their monthly lists to the next, how many points
-- is the rise on average? Leave out falls and months without a change; two decimals.
WITH changes AS (
  SELECT rating - LAG(rating) OVER (PARTITION BY player_id ORDER BY month) AS change FROM ratings
)
SELECT ROUND(AVG(change), 2) FROM changes WHERE change > 0;

-- 019 Which openings of our list have never come up in a game? Give their names.
SELECT o.name
FROM openings AS o
LEFT JOIN games AS g ON g.opening_code = o.code
WHERE g.match_id IS NULL;

-- 020 What is the longest series of matches, across all seasons and in order of the dates planned
-- for their rounds, that the first team (team number 1) of SK Turm Havelstett has not lost?
-- Forfeited matches count like others.
WITH results AS (
  SELECT
    r.planned_on,
    CASE
      WHEN m.home_team_id = t.team_id THEN m.home_points - m.away_points
      ELSE m.away_points - m.home_points
    END AS margin
  FROM teams AS t
  JOIN clubs AS c ON c.club_id = t.club_id
  JOIN matches AS m ON t.team_id IN (m.home_team_id, m.away_team_id)
  JOIN rounds AS r ON r.round_id = m.round_id
  WHERE c.name = 'SK Turm Havelstett' AND t.team_no = 1
), marked AS (
  SELECT margin, SUM(margin < 0) OVER (ORDER BY planned_on) AS series_no FROM results
), series AS (
  SELECT COUNT(*) AS series_length FROM marked WHERE margin >= 0 GROUP BY series_no
)
SELECT MAX(series_length) FROM series;

-- 021 How strong are our FIDE masters (title FM)? Give their average rating on the list of June
-- 2025, rounded to one decimal.
SELECT ROUND(AVG(l.rating), 1)
FROM players AS p
JOIN ratings AS l ON l.player_id = p.player_id
WHERE p.title = 'FM' AND l.month = '2025-06';

-- 022 How many decisive games, won by White or by Black at the board (1-0 or 0-1), does a match in
-- division 1 have on average? Count the matches that have games, and round to two decimals.
WITH counted AS (
  SELECT SUM(g.result IN ('1-0', '0-1')) AS decisive
  FROM games AS g
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN rounds AS r ON r.round_id = m.round_id
  WHERE r.division = 1
  GROUP BY m.match_id
)
SELECT ROUND(AVG(decisive), 2) FROM counted;

-- 023 In how many games of division 2 did White give checkmate?
SELECT COUNT(*)
FROM games AS g
JOIN matches AS m ON m.match_id = g.match_id
JOIN rounds AS r ON r.round_id = m.round_id
WHERE r.division = 2 AND g.result = '1-0' AND g.ended_by = 'checkmate';

-- 024 How many players of SV Tannwitz (not of Tannwitz-Nord) stood at 1700 points or more on the
-- list of December 2021?
SELECT COUNT(*)
FROM players AS p
JOIN clubs AS c ON c.club_id = p.club_id
JOIN ratings AS l ON l.player_id = p.player_id
WHERE c.name = 'SV Tannwitz' AND l.month = '2021-12' AND l.rating >= 1700;

-- 025 Giant-killers: in which games did White win (1-0) against somebody who stood 280 points or
-- more above them on the rating list of the month in which the match was played? Give the family
-- names of winner and loser and how many points lay between them, the largest gap first and equal
-- ones in alphabetical order of the winners.
SELECT pw.family_name, pb.family_name, b.rating - w.rating AS gap
FROM games AS g
JOIN matches AS m ON m.match_id = g.match_id
JOIN ratings AS w
  ON w.player_id = g.white_id AND w.month = strftime('%Y-%m', m.played_on)
JOIN ratings AS b
  ON b.player_id = g.black_id AND b.month = strftime('%Y-%m', m.played_on)
JOIN players AS pw ON pw.player_id = g.white_id
JOIN players AS pb ON pb.player_id = g.black_id
WHERE g.result = '1-0' AND b.rating - w.rating >= 280
ORDER BY gap DESC, pw.family_name;

-- 026 For each division, how many games did White win, how many were drawn and how many did Black
-- win? Leave out forfeits. Give division, white wins, draws and black wins, in order of the
-- divisions.
SELECT
  r.division,
  SUM(CASE WHEN g.result = '1-0' THEN 1 ELSE 0 END),
  SUM(CASE WHEN g.result = '½-½' THEN 1 ELSE 0 END),
  SUM(CASE WHEN g.result = '0-1' THEN 1 ELSE 0 END)
FROM games AS g
JOIN matches AS m ON m.match_id = g.match_id
JOIN rounds AS r ON r.round_id = m.round_id
GROUP BY r.division
ORDER BY r.division;

-- 027 On which planned dates of the season 2021/22 did at least one match not take place because it
-- was moved? List the dates, each once.
SELECT DISTINCT r.planned_on
FROM matches AS m
JOIN rounds AS r ON r.round_id = m.round_id
JOIN seasons AS s ON s.season_id = r.season_id
WHERE s.label = '2021/22' AND m.status = 'moved';

-- 028 After which openings has no game ever been drawn by repetition (ended_by "repetition"), be it
-- that they were never played? Give their codes.
SELECT code FROM openings
EXCEPT
SELECT opening_code FROM games WHERE ended_by = 'repetition';

-- 029 How many games began with an opening of the Caro-Kann family?
SELECT COUNT(*)
FROM games AS g
JOIN openings AS o ON o.code = g.opening_code
WHERE o.family = 'Caro-Kann';

-- 030 How many moves does a game last on average when it ends in checkmate? Two decimals, please.
SELECT ROUND(AVG(moves), 2) FROM games WHERE ended_by = 'checkmate';

-- 031 In which season were the most games drawn by agreement (ended_by "agreed")?
WITH ranked AS (
  SELECT s.label, RANK() OVER (ORDER BY COUNT(*) DESC) AS place
  FROM games AS g
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN rounds AS r ON r.round_id = m.round_id
  JOIN seasons AS s ON s.season_id = r.season_id
  WHERE g.ended_by = 'agreed'
  GROUP BY s.season_id
)
SELECT label FROM ranked WHERE place = 1;

-- 032 How many matches went by without a single draw? Only matches of which we have the games.
SELECT COUNT(*)
FROM (SELECT DISTINCT match_id FROM games) AS m
WHERE NOT EXISTS (SELECT 1 FROM games AS g WHERE g.match_id = m.match_id AND g.result = '½-½');

-- 033 How does activity go up and down? For each month of 2024 give the month (like 2024-01), the
-- number of rated games on its list, and the mean of this number over that month and the two months
-- before it, rounded to one decimal; in order of the months.
WITH monthly AS (
  SELECT month, SUM(games) AS game_count FROM ratings GROUP BY month
), smoothed AS (
  SELECT
    month,
    game_count,
    AVG(game_count) OVER (ORDER BY month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS mean
  FROM monthly
)
SELECT month, game_count, ROUND(mean, 1)
FROM smoothed
WHERE month LIKE '2024-%'
ORDER BY month;

-- 034 Who improved most in each of the years 2022, 2023 and 2024, from the January list to the
-- December list? Give year, given name, family name and the gain in points, in order of the years;
-- if several are level in a year, all of them in alphabetical order of their family names.
WITH gains AS (
  SELECT d.player_id, substr(d.month, 1, 4) AS year, d.rating - j.rating AS gain
  FROM ratings AS j
  JOIN ratings AS d
    ON d.player_id = j.player_id AND d.month = substr(j.month, 1, 4) || '-12'
  WHERE j.month IN ('2022-01', '2023-01', '2024-01')
), ranked AS (
  SELECT *, RANK() OVER (PARTITION BY year ORDER BY gain DESC) AS place FROM gains
)
SELECT r.year, p.given_name, p.family_name, r.gain
FROM ranked AS r
JOIN players AS p ON p.player_id = r.player_id
WHERE r.place = 1
ORDER BY r.year, p.family_name;

-- 035 Group all games by length: under 30 moves "short", 30 to 59 "normal", 60 and more "long", and
-- "unknown" where no number of moves is given. How many games are in each group?
SELECT
  CASE
    WHEN moves < 30 THEN 'short'
    WHEN moves < 60 THEN 'normal'
    WHEN moves >= 60 THEN 'long'
    ELSE 'unknown'
  END AS length,
  COUNT(*)
FROM games
GROUP BY length;

-- 036 How many players had White at least once in the season 2021/22 and also in 2024/25?
SELECT COUNT(*)
FROM (
  SELECT g.white_id
  FROM games AS g
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN rounds AS r ON r.round_id = m.round_id
  JOIN seasons AS s ON s.season_id = r.season_id
  WHERE s.label = '2021/22' AND g.white_id IS NOT NULL
  INTERSECT
  SELECT g.white_id
  FROM games AS g
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN rounds AS r ON r.round_id = m.round_id
  JOIN seasons AS s ON s.season_id = r.season_id
  WHERE s.label = '2024/25'
);

-- 037 In which towns has a match been played that led to a protest which was upheld? Each town
-- once.
SELECT DISTINCT v.town
FROM protests AS p
JOIN matches AS m ON m.match_id = p.match_id
JOIN venues AS v ON v.venue_id = m.venue_id
WHERE p.decision = 'upheld';

-- 038 Draws are said to happen between equals. In drawn games (½-½) on board 1, how far apart were
-- the two ratings on average, on the list of the month of the match? Round to one decimal.
SELECT ROUND(AVG(ABS(w.rating - b.rating)), 1)
FROM games AS g
JOIN matches AS m ON m.match_id = g.match_id
JOIN ratings AS w
  ON w.player_id = g.white_id AND w.month = strftime('%Y-%m', m.played_on)
JOIN ratings AS b
  ON b.player_id = g.black_id AND b.month = strftime('%Y-%m', m.played_on)
WHERE g.result = '½-½' AND g.board = 1;

-- 039 Print the final table of division 1 in the season 2023/24. A team gets 2 match points for a
-- match in which it made more board points than the other, 1 for a tie and 0 for a defeat. Give the
-- short name of the club, the match points and the sum of its board points; most match points
-- first, more board points first where these are equal, and then in alphabetical order of the short
-- name.
WITH sides AS (
  SELECT round_id, home_team_id AS team_id, home_points AS own, away_points AS other FROM matches
  UNION ALL
  SELECT round_id, away_team_id, away_points, home_points FROM matches
)
SELECT
  c."short name",
  SUM(CASE WHEN x.own > x.other THEN 2 WHEN x.own = x.other THEN 1 ELSE 0 END) AS match_points,
  SUM(x.own) AS board_points
FROM sides AS x
JOIN rounds AS r ON r.round_id = x.round_id
JOIN seasons AS s ON s.season_id = r.season_id
JOIN teams AS t ON t.team_id = x.team_id
JOIN clubs AS c ON c.club_id = t.club_id
WHERE s.label = '2023/24' AND r.division = 1
GROUP BY t.team_id
ORDER BY match_points DESC, board_points DESC, c."short name";

-- 040 How many moves did games with an opening of the French family last on average in the calendar
-- year 2024? Round to one decimal.
SELECT ROUND(AVG(g.moves), 1)
FROM games AS g
JOIN matches AS m ON m.match_id = g.match_id
JOIN openings AS o ON o.code = g.opening_code
WHERE o.family = 'French' AND strftime('%Y', m.played_on) = '2024';

-- 041 With which opening families does White win most? For each family give the family, the number
-- of games, and the percentage of them that ended 1-0, rounded to one decimal; highest percentage
-- first.
SELECT o.family, COUNT(*), ROUND(100.0 * AVG(g.result = '1-0'), 1) AS percentage
FROM games AS g
JOIN openings AS o ON o.code = g.opening_code
GROUP BY o.family
ORDER BY percentage DESC;

-- 042 Which clubs are at home in the Bürgersaal or in the Café "Zugzwang"? List their full names.
SELECT c.name
FROM clubs AS c
JOIN venues AS v ON v.venue_id = c.venue_id
WHERE v.name IN ('Bürgersaal', 'Café "Zugzwang"');

-- 043 Who is the youngest player to have beaten an international master (title IM) with Black
-- (0-1)? Given name, a blank and family name; players whose date of birth is not known do not
-- count.
SELECT b.given_name || ' ' || b.family_name
FROM games AS g
JOIN players AS w ON w.player_id = g.white_id
JOIN players AS b ON b.player_id = g.black_id
WHERE g.result = '0-1' AND w.title = 'IM'
ORDER BY b.born_on DESC
LIMIT 1;

-- 044 How many matches were played under an arbiter whose licence had run out before that day?
SELECT COUNT(*)
FROM matches AS m
JOIN arbiters AS a ON a.arbiter_id = m.arbiter_id
WHERE m.played_on > a.licensed_until;

-- 045 Add up by how many days the moved matches were played away from the date planned for their
-- round, no matter if earlier or later. How many days is that in all?
SELECT CAST(SUM(ABS(julianday(m.played_on) - julianday(r.planned_on))) AS INTEGER)
FROM matches AS m
JOIN rounds AS r ON r.round_id = m.round_id;

-- 046 Order the openings by the number of games that began with them. What is the name of the third
-- most frequent?
SELECT name
FROM (
  SELECT o.name, RANK() OVER (ORDER BY COUNT(*) DESC) AS place
  FROM openings AS o
  JOIN games AS g ON g.opening_code = o.code
  GROUP BY o.code
)
WHERE place = 3;

-- 047 Two arbiters share a name but for a hyphen. What is the licence number of Hans Jörg Dückers,
-- the one without?
SELECT licence_no FROM arbiters WHERE name = 'Hans Jörg Dückers';

-- 048 What percentage of the protests was filed by the team that was away in that match? One
-- decimal.
SELECT ROUND(100.0 * AVG(p.team_id = m.away_team_id), 1)
FROM protests AS p
JOIN matches AS m ON m.match_id = p.match_id;

-- 049 Which club's teams made the most board points in their home matches of the season 2024/25,
-- all its teams together? Give the full name.
WITH ranked AS (
  SELECT c.name, RANK() OVER (ORDER BY SUM(m.home_points) DESC) AS place
  FROM matches AS m
  JOIN teams AS t ON t.team_id = m.home_team_id
  JOIN clubs AS c ON c.club_id = t.club_id
  JOIN seasons AS s ON s.season_id = t.season_id
  WHERE s.label = '2024/25'
  GROUP BY c.club_id
)
SELECT name FROM ranked WHERE place = 1;

-- 050 Some captains lead from the bar. Which captains did not have White in a single game of the
-- season in which they were captain? Give label of the season, family name, given name and short
-- name of the club, in order of the seasons and then in alphabetical order of the short name.
SELECT s.label, p.family_name, p.given_name, c."short name"
FROM teams AS t
JOIN seasons AS s ON s.season_id = t.season_id
JOIN players AS p ON p.player_id = t.captain_id
JOIN clubs AS c ON c.club_id = t.club_id
WHERE NOT EXISTS (
  SELECT 1
  FROM games AS g
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN rounds AS r ON r.round_id = m.round_id
  WHERE g.white_id = t.captain_id AND r.season_id = t.season_id
)
ORDER BY s.label, c."short name";

-- 051 How fast do people protest? Sort the protests into "same day", "within three days" (one to
-- three days after the match was played) and "later", and count each group.
SELECT
  CASE
    WHEN p.filed_on = m.played_on THEN 'same day'
    WHEN julianday(p.filed_on) - julianday(m.played_on) <= 3 THEN 'within three days'
    ELSE 'later'
  END AS delay,
  COUNT(*)
FROM protests AS p
JOIN matches AS m ON m.match_id = p.match_id
GROUP BY delay;

-- 052 How many board points does the home team make in division 2, on average over all matches that
-- have a result? Two decimals.
SELECT ROUND(AVG(m.home_points), 2)
FROM matches AS m
JOIN rounds AS r ON r.round_id = m.round_id
WHERE r.division = 2;

-- 053 They say that the masters on top only shake hands. What percentage of the games on board 1 in
-- division 1 was drawn (½-½)? Round to one decimal; forfeits count among the games.
SELECT ROUND(AVG(CASE WHEN result = '½-½' THEN 100.0 ELSE 0 END), 1)
FROM (
  SELECT g.result
  FROM games AS g
  JOIN matches AS m ON m.match_id = g.match_id
  JOIN rounds AS r ON r.round_id = m.round_id
  WHERE r.division = 1 AND g.board = 1
);

-- 054 Which arbiters had five or more protests in matches that they led? Give the name and the
-- number of protests.
SELECT a.name, COUNT(*)
FROM protests AS p
JOIN matches AS m ON m.match_id = p.match_id
JOIN arbiters AS a ON a.arbiter_id = m.arbiter_id
GROUP BY a.arbiter_id
HAVING COUNT(*) >= 5;

-- 055 A match needs room for six boards. On how many dates did the plan of the rounds put so many
-- matches into one venue that they took up every board it has room for, or needed even more? A date
-- counts once for each such venue.
WITH crowded AS (
  SELECT v.venue_id, r.planned_on
  FROM matches AS m
  JOIN rounds AS r ON r.round_id = m.round_id
  JOIN venues AS v ON v.venue_id = m.venue_id
  GROUP BY v.venue_id, r.planned_on
  HAVING 6 * COUNT(*) >= v.boards_max
)
SELECT COUNT(*) FROM crowded;

-- 056 By how many points has anybody's rating risen from one of their monthly lists to the next, at
-- the most?
SELECT MAX(gain)
FROM (
  SELECT rating - LAG(rating) OVER (PARTITION BY player_id ORDER BY month) AS gain FROM ratings
);

-- 057 A player who uses a wheelchair wants to know where we have no idea whether the place is
-- step-free. Which venues are these?
SELECT name FROM venues WHERE step_free IS NULL;

-- 058 Which clubs have had to pay 200 or more in protest fees, counting every protest that one of
-- their teams filed? Give full name and total.
SELECT c.name, SUM(p.fee)
FROM protests AS p
JOIN teams AS t ON t.team_id = p.team_id
JOIN clubs AS c ON c.club_id = t.club_id
GROUP BY c.club_id
HAVING SUM(p.fee) >= 200;

-- 059 How well does White do? Count 100 for each win of White, 50 for each draw and 0 for each
-- loss, leave out forfeits, and give the average rounded to two decimals.
SELECT ROUND(AVG(CASE result WHEN '1-0' THEN 100.0 WHEN '½-½' THEN 50.0 ELSE 0 END), 2)
FROM games
WHERE ended_by <> 'forfeit';

-- 060 In which month did a list first show somebody with 2350 rating points or more? Answer as the
-- lists have it, like 2022-01.
SELECT MIN(month) FROM ratings WHERE rating >= 2350;

-- 061 How many players stood higher on the list of June 2025 than on any list of 2024? Somebody
-- without a list in 2024 does not count.
SELECT COUNT(*)
FROM ratings AS l
WHERE l.month = '2025-06'
  AND l.rating > (
    SELECT MAX(e.rating) FROM ratings AS e WHERE e.player_id = l.player_id AND e.month LIKE '2024-%'
  );

-- 062 Whose arbiter's licence runs out, or ran out, before 2025? List the names in order of the
-- expiry, the earliest first.
SELECT name FROM arbiters WHERE licensed_until <= '2024-12-31' ORDER BY licensed_until;
