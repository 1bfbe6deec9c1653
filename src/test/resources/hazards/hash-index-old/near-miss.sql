-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
CREATE INDEX users_email ON users USING hash (email);
