-- also: long-write-lock
-- engine: sqlite 3.45
-- history:
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT,
  team_id INTEGER REFERENCES teams (id)
);
CREATE INDEX users_name ON users (name);
CREATE TRIGGER users_gone AFTER DELETE ON users
BEGIN
  UPDATE teams SET name = name WHERE id = old.team_id;
END;
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
-- rows:
INSERT INTO teams VALUES (1, 'team');
INSERT INTO users VALUES (1, 'a@example.org', 'Ann', 1), (2, 'b@example.org', 'Bob', 1);
-- change:
PRAGMA legacy_alter_table = OFF;
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT,
  team_id INTEGER REFERENCES teams (id)
);
INSERT INTO users SELECT * FROM users_old;
-- finding:
DROP TABLE users_old;
CREATE INDEX users_name ON users (name);
CREATE TRIGGER users_gone AFTER DELETE ON users BEGIN UPDATE teams SET name = name WHERE id = old.team_id; END;
