-- also: drop-table
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE VIEW names AS SELECT name FROM users;
CREATE VIEW short_names AS SELECT left(name, 3) AS name FROM names;
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
DROP VIEW names CASCADE;
