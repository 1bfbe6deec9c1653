-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE TYPE span AS (first int, last int);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
CREATE TYPE pair AS (a int, b int);
ALTER TYPE pair DROP ATTRIBUTE b;
