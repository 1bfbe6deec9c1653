-- engine: sqlite 3.45
-- fails: NOT NULL column with default value NULL
-- history:
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
-- rows:
INSERT INTO users VALUES (1, 'a@example.org');
-- change:
-- finding:
ALTER TABLE users ADD COLUMN phone TEXT NOT NULL;
