-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE users ADD COLUMN seen_at timestamp;
CREATE TABLE visits (id bigint PRIMARY KEY, began timestamp(3) without time zone NOT NULL, ended timestamp);
