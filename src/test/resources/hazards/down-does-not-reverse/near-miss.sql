-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40), score int CHECK (score > 0));
CREATE INDEX users_email ON users (email);
CREATE UNIQUE INDEX users_phone ON users (phone) WHERE phone <> '';
-- change:
-- file: 100_columns.sql
ALTER TABLE users DROP COLUMN phone;
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_score_check;
-- down:
ALTER TABLE users ADD CONSTRAINT users_score CHECK (score > 0);
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users ADD COLUMN phone character varying(40);
CREATE UNIQUE INDEX users_phone_number ON users (phone) WHERE (phone <> '');
-- file: 101_blocks.sql
DO $$ BEGIN EXECUTE 'CREATE TABLE ' || 'hidden' || ' (id bigint)'; END $$;
CREATE TABLE seen (id bigint PRIMARY KEY);
DO $$ BEGIN EXECUTE 'CREATE UNIQUE INDEX seen_' || 'once ON seen (id)'; END $$;
-- down:
DROP TABLE hidden;
-- file: 102_renames.sql
ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME COLUMN email TO mail;
ALTER INDEX users_email RENAME TO people_mail;
-- down:
ALTER INDEX people_mail RENAME TO users_email;
ALTER TABLE people RENAME COLUMN mail TO email;
ALTER TABLE people RENAME TO users;
-- file: 103_adopts.sql
ALTER TABLE seen ADD CONSTRAINT seen_once UNIQUE USING INDEX seen_once;
-- down:
ALTER TABLE seen DROP CONSTRAINT seen_once;
CREATE UNIQUE INDEX seen_once ON seen (id);
