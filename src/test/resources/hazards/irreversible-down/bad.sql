-- also: drop-column, no-lock-timeout
-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40));
CREATE TYPE mood AS ENUM ('good', 'bad');
-- change:
-- whole:
ALTER TABLE users DROP COLUMN phone;
-- down:
ALTER TABLE users ADD COLUMN phone varchar(40);
