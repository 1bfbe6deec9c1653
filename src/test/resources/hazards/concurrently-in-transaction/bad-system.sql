-- fails: cannot run inside a transaction block
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
-- transaction: none
BEGIN;
-- finding:
ALTER SYSTEM SET work_mem = '64MB';
COMMIT;
