-- also: long-write-lock
-- engine: sqlite 3.45
-- history:
CREATE TABLE users (
  id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  name text
);
-- change:
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (
  id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  age integer NOT NULL,
  name text
);
INSERT INTO users (id, name, age) SELECT id, name, 1 FROM users_old;
-- finding:
DROP TABLE users_old;
