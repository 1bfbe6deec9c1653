-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, status text);
-- rows:
INSERT INTO users (id, email) SELECT n, 'user' || n || '@example.org' FROM generate_series(1, 100) n;
-- change:
-- finding:
DELETE FROM users WHERE id = ANY (ARRAY(SELECT id FROM users WHERE status = 'gone'));
-- finding:
DELETE FROM users WHERE id IN (SELECT id FROM users WHERE status = 'gone' LIMIT ALL);
-- finding:
DELETE FROM users WHERE id >= 1 AND id < 100000000;
DELETE FROM users WHERE email = 'orgs.user1@example.org';
DELETE FROM users WHERE id = ANY (ARRAY[1, 2]) AND email BETWEEN 'a' AND 'b';
