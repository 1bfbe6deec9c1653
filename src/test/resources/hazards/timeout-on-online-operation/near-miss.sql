-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100),
  created_at timestamptz NOT NULL DEFAULT now()
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
-- transaction: none
SET lock_timeout = '5s';
SET statement_timeout = '5s';
ALTER TABLE users ADD COLUMN phone text;
SET statement_timeout = '1h';
CREATE INDEX CONCURRENTLY users_phone ON users (phone);
