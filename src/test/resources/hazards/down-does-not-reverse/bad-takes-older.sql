-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
-- change:
-- whole:
CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY, email text NOT NULL);
-- down:
DROP TABLE users;
