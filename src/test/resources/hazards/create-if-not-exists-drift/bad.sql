-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY, email text NOT NULL, phone text);
-- finding:
ALTER TABLE users ADD COLUMN IF NOT EXISTS name text;
