-- also: long-write-lock
-- engine: sqlite 3.45
-- history:
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- rows:
INSERT INTO users (id, email) VALUES (3, 'one'), (7, 'two');
-- change:
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NULL);
INSERT INTO users_new (email) SELECT email FROM users;
-- finding:
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
