-- also: no-lock-timeout
-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40));
CREATE TYPE mood AS ENUM ('good', 'bad');
-- change:
-- whole:
ALTER TABLE users ALTER COLUMN email SET DEFAULT 'none', ALTER COLUMN phone TYPE varchar(80);
-- down:
COMMENT ON TABLE users IS 'as it was';
