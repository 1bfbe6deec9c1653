-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE SEQUENCE users_numbers;
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN nickname text;
SELECT setval('users_numbers', (SELECT max(id) FROM users)) FROM users WHERE false;
SELECT count(*) FROM pg_class;
