-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
-- file: 002_twice.sql
-- transaction: none
BEGIN;
INSERT INTO users (id, email) VALUES (1001, 'a');
-- finding:
BEGIN;
INSERT INTO users (id, email) VALUES (1002, 'b');
COMMIT;
