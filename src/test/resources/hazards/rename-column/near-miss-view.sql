-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
CREATE VIEW people AS SELECT id, name FROM users;
SET LOCAL lock_timeout = '5s';
ALTER VIEW people RENAME COLUMN name TO label;
