-- engine: sqlite 3.45
-- history:
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  team_id INTEGER REFERENCES teams (id) ON DELETE CASCADE
);
-- rows:
INSERT INTO teams VALUES (1, 'team');
INSERT INTO users VALUES (1, 'a@example.org', 1), (2, 'b@example.org', 1);
-- change:
-- transaction: none
PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE new_teams (id INTEGER PRIMARY KEY, name TEXT, color TEXT);
INSERT INTO new_teams (id, name) SELECT id, name FROM teams;
DROP TABLE teams;
ALTER TABLE new_teams RENAME TO teams;
COMMIT;
PRAGMA foreign_keys = ON;
