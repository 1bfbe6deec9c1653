-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40));
-- change:
SET LOCAL lock_timeout = '5s';
CREATE TYPE colour AS ENUM ('red', 'blue');
CREATE TABLE cars (id bigint PRIMARY KEY, colour colour, owner_id bigint REFERENCES users (id));
CREATE INDEX cars_owner ON cars (owner_id);
ALTER TABLE users ADD COLUMN nick text;
CREATE VIEW nicks AS SELECT id, nick FROM users;
-- down:
DROP VIEW nicks;
ALTER TABLE users DROP COLUMN nick;
DROP TABLE cars;
DROP TYPE colour;
