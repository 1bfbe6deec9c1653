-- history:
CREATE TABLE visits (
  id bigint PRIMARY KEY,
  user_id bigserial NOT NULL
);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE visits ALTER COLUMN user_id DROP DEFAULT;
