-- engine: sqlite 3.45
-- also: long-write-lock
-- history:
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
-- rows:
INSERT INTO users VALUES (1, 'a@example.org', 'Ann');
-- change:
CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO new_users SELECT id, email FROM users;
-- finding:
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
