-- also: long-write-lock
-- engine: sqlite 3.45
-- history:
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, seen TEXT DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE visits (id INTEGER PRIMARY KEY, seen TEXT);
-- rows:
INSERT INTO users (id, email, seen) VALUES (1, 'one', '2024-01-01'), (2, 'two', '2024-02-02');
-- change:
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, seen TEXT DEFAULT CURRENT_TIMESTAMP);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
-- finding:
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
UPDATE visits SET seen = '2024-03-03' WHERE id = 1;
