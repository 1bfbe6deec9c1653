-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN seen_at timestamptz;
CREATE TABLE visits (id bigint PRIMARY KEY, began timestamp with time zone NOT NULL);
