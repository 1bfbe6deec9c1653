-- also: drop-table, long-write-lock, set-not-null-cold
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
CREATE VIEW user_names AS SELECT id, name FROM users;
-- rows:
INSERT INTO teams VALUES (1, 'team');
INSERT INTO users VALUES (1, 'a@example.org', 'Ann', 1), (2, 'b@example.org', 'Bob', 1);
-- change:
DROP VIEW user_names;
CREATE TABLE new_users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  team_id INTEGER REFERENCES teams (id)
);
INSERT INTO new_users SELECT id, email, name, team_id FROM users;
-- finding:
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
