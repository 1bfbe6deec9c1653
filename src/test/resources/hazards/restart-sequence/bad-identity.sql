-- history:
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL
);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE users ALTER COLUMN id RESTART WITH 1;
