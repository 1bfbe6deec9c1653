-- also: drop-column
-- engine: sqlite 3.45
-- history:
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT,
  team_id INTEGER REFERENCES teams (id)
);
-- rows:
INSERT INTO teams VALUES (1, 'team');
INSERT INTO users VALUES (1, 'a@example.org', 'Ann', 1), (2, 'b@example.org', 'Bob', 1);
-- change:
-- finding:
ALTER TABLE users DROP COLUMN name;
