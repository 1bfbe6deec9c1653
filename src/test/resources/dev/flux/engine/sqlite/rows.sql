WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO teams SELECT i, 'team ' || i, 'c' || i FROM n;
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200)
INSERT INTO users (team_id, email, login, name, age, score, viewed, triggered, low, high, owner_id, small)
SELECT i % 20 + 1, 'a' || i || '@example.org', 'login' || i, 'name ' || i, i % 90, i * 1.5, 'v', 't', 1, 2, 1, 's' FROM n;
INSERT INTO orders SELECT id, id, id, 'note' FROM users;
INSERT INTO settings SELECT 'k' || id, 'v', id FROM users;
INSERT INTO members SELECT id, id, 'r' FROM users;
INSERT INTO free SELECT id, 'b' FROM users;
INSERT INTO single SELECT 's' FROM users;
INSERT INTO logs SELECT id, 'l' FROM users;
INSERT INTO bills (number, user_id) SELECT 'n' || id, id FROM users;
