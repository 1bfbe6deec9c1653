-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
-- change:
-- finding:
SELECT pg_sleep(0.1);
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN name text;
-- finding:
SELECT pg_sleep_for('100 milliseconds');
