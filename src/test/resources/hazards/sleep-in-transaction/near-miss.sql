-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
-- change:
SELECT 'pg_sleep(1)' AS note;
