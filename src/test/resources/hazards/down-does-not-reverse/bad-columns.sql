-- also: no-lock-timeout
-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40));
CREATE TYPE mood AS ENUM ('good', 'bad');
-- change:
-- whole:
ALTER TABLE users ADD COLUMN nick text, ADD COLUMN born date;
-- down:
ALTER TABLE users DROP COLUMN nick;
