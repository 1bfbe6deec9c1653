-- also: drop-table, no-lock-timeout
-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40));
CREATE TYPE mood AS ENUM ('good', 'bad');
-- change:
-- whole:
DELETE FROM users WHERE id = 7;
DROP TABLE users;
-- down:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40));
