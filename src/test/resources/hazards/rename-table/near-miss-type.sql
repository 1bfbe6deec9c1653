-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE TYPE shade AS ENUM ('dark', 'light');
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
ALTER TYPE shade RENAME TO shade_old;
CREATE TYPE shade AS ENUM ('dark', 'light', 'grey');
