-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
SET LOCAL lock_timeout = '5s';
CREATE TABLE IF NOT EXISTS visits (id bigint PRIMARY KEY);
ALTER TABLE users ADD COLUMN IF NOT EXISTS phone text;
DROP TABLE IF EXISTS orders;
CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY);
