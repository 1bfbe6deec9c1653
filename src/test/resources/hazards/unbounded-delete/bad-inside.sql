-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE TABLE leavers (id bigint PRIMARY KEY, email text);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
-- finding:
WITH gone AS (DELETE FROM users WHERE  name  IS NULL RETURNING id, email)
UPDATE leavers SET email = gone.email FROM gone WHERE leavers.id = 7;
