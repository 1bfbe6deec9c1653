-- also: long-write-lock
-- engine: sqlite 3.45
-- history:
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, gone INTEGER);
-- rows:
INSERT INTO users (id, email, gone) VALUES (1, 'one', 0), (2, 'two', 1);
-- change:
UPDATE users SET gone = 0 WHERE id = 2;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, gone INTEGER);
-- finding:
INSERT INTO users_new (id, email, gone) SELECT id, email, gone FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
