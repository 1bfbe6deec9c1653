-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
-- transaction: none
BEGIN;
SET LOCAL lock_timeout = '5s';
DROP TABLE users;
ROLLBACK;
