-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40));
CREATE TYPE mood AS ENUM ('good', 'bad');
-- change:
-- whole:
CREATE TYPE colour AS ENUM ('red', 'blue');
CREATE TABLE cars (id bigint PRIMARY KEY, colour colour, owner_id bigint REFERENCES users (id));
CREATE INDEX cars_owner ON cars (owner_id);
-- down:
DROP TABLE cars;
