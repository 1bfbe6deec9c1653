INSERT INTO teams SELECT i, 'team ' || i FROM generate_series(1, 20) AS i;
INSERT INTO users (team_id, email, login, name, nickname, age, small, score, code, bits, flags,
  network, host, document, attributes, tags, labels, state, nick, title, seen, seen_exactly,
  started, pause, total, object, legacy, proven, half_proven)
SELECT i % 20 + 1, 'a' || i || '@example.org', 'login' || i, 'name ' || i, 'nick' || i, i % 90, 1,
  i * 1.5, 'abc', B'101', B'10101010', '10.0.0.0/8', '10.0.0.1', '{}', '{}', '{a}', '{b}', 'happy',
  'n', 't', now(), now(), '12:00', '1 hour', i, i, i, 'p', 'h'
FROM generate_series(1, 200) AS i;
INSERT INTO orders (user_id, team_id, login, amount, note)
SELECT i, i % 20 + 1, 'login' || i, i, 'note' FROM generate_series(1, 200) AS i;
INSERT INTO plain SELECT i, 'v', 'o' FROM generate_series(1, 200) AS i;
INSERT INTO events SELECT i, '2023-02-01', 'k' FROM generate_series(1, 50) AS i;
INSERT INTO events SELECT i, '2024-02-01', 'k' FROM generate_series(1, 50) AS i;
INSERT INTO events_loose SELECT i, '2025-02-01', 'k' FROM generate_series(1, 50) AS i;
INSERT INTO events_checked SELECT i, '2026-02-01', 'k' FROM generate_series(1, 50) AS i;
INSERT INTO logs SELECT i, i % 5 + 10 FROM generate_series(1, 50) AS i;
INSERT INTO logs SELECT i, 1 FROM generate_series(1, 50) AS i;
INSERT INTO logs_loose SELECT i, 2 FROM generate_series(1, 50) AS i;
INSERT INTO parents SELECT i, 'p' FROM generate_series(1, 50) AS i;
INSERT INTO heirs SELECT i, 'p', 'e' FROM generate_series(1, 50) AS i;
INSERT INTO app.settings VALUES ('a', 'b');
REFRESH MATERIALIZED VIEW user_counts;
ANALYZE;
INSERT INTO devices SELECT i, 'd' FROM generate_series(1, 60) AS i;
INSERT INTO measures SELECT i, 'eu', '2023-02-01', i, i FROM generate_series(1, 50) AS i;
INSERT INTO measures SELECT i, 'eu', '2024-02-01', i, i FROM generate_series(1, 50) AS i;
INSERT INTO measures SELECT i, 'us', '2024-02-01', i, i FROM generate_series(1, 50) AS i;
INSERT INTO measures_loose SELECT i, 'asia', '2024-02-01', i, i FROM generate_series(1, 50) AS i;
INSERT INTO animals SELECT i, 'a' FROM generate_series(1, 50) AS i;
INSERT INTO dogs SELECT i, 'd', 'b' FROM generate_series(1, 50) AS i;
INSERT INTO puppies SELECT i, 'p', 'b', 1 FROM generate_series(1, 50) AS i;
INSERT INTO scratch SELECT i, 's' FROM generate_series(1, 50) AS i;
INSERT INTO bookings SELECT i, i, tsrange('2024-01-01', '2024-01-02') FROM generate_series(1, 50) AS i;
INSERT INTO nodes SELECT i, CASE WHEN i > 1 THEN i - 1 END, 'n' FROM generate_series(1, 50) AS i;
INSERT INTO members SELECT i, i, 'r', 'k' FROM generate_series(1, 50) AS i;
INSERT INTO badges (team, person, text) SELECT i, i, 't' FROM generate_series(1, 40) AS i;
INSERT INTO feelings SELECT i, 'sad', '{sad}', 's', 'x', ROW(1, 'EUR')::money_pair, 'l', 5, 'a=>1', 'n' FROM generate_series(1, 50) AS i;
REFRESH MATERIALIZED VIEW badge_counts;
ANALYZE;
