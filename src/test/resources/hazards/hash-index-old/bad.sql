-- engine: postgresql 9.6
-- also: no-lock-timeout, create-index-blocking
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
-- finding:
CREATE INDEX users_email ON users USING hash (email);
