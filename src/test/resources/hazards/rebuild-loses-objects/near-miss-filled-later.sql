-- also: long-write-lock
-- engine: sqlite 3.45
-- history:
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, gone INTEGER);
-- rows:
INSERT INTO users (id, email, gone) VALUES (1, 'one', 0), (2, 'two', 1);
-- change:
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, gone INTEGER);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
UPDATE users_new SET gone = (SELECT u.gone FROM users AS u WHERE u.id = users_new.id) WHERE gone IS NULL;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
