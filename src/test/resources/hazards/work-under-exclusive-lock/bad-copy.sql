-- also: insert-select-large
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
CREATE TABLE names (user_id bigint, name varchar(100));
ALTER TABLE users ADD COLUMN nickname text;
-- finding:
INSERT INTO names (user_id, name) SELECT id, name FROM users;
