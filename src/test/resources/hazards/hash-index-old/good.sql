-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
-- transaction: none
SET lock_timeout = '5s';
CREATE INDEX CONCURRENTLY users_email ON users (email);
