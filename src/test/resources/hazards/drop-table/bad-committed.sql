-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE TABLE teams (id bigint PRIMARY KEY);
-- change:
-- transaction: none
BEGIN;
SET LOCAL lock_timeout = '5s';
-- finding:
DROP TABLE users;
COMMIT;
BEGIN;
CREATE TABLE notes (id bigint PRIMARY KEY);
ROLLBACK;
