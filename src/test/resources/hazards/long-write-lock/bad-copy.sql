-- engine: sqlite 3.45
-- history:
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
-- change:
-- finding:
CREATE TABLE mails AS SELECT id, email FROM users;
