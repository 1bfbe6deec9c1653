-- fails: multiple assignments to same column
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
-- finding:
UPDATE users SET name = 'one', email = 'mail', name = 'two' WHERE id = 7;
