-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN nick text;
-- down:
ALTER TABLE users DROP COLUMN nick;
