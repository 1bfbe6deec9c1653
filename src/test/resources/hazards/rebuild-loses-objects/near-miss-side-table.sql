-- engine: sqlite 3.45
-- history:
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, UNIQUE (email));
CREATE INDEX users_name ON users (name);
-- rows:
INSERT INTO users VALUES (1, 'a@example.org', 'Ann');
-- change:
CREATE TABLE users_side (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
INSERT INTO users_side SELECT * FROM users;
DROP TABLE users;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE INDEX users_name ON users (name);
INSERT INTO users SELECT * FROM users_side;
DROP TABLE users_side;
