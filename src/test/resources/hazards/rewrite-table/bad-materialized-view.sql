-- live: no, the server of the test has one tablespace
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE MATERIALIZED VIEW emails AS SELECT id, email FROM users;
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER MATERIALIZED VIEW emails SET TABLESPACE fast;
