-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE SCHEMA archive;
CREATE SEQUENCE tickets;
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
CREATE SEQUENCE numbers;
DROP SEQUENCE numbers;
