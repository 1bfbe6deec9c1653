-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
-- change:
-- transaction: none
SELECT pg_sleep(0.1);
