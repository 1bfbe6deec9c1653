-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, phone varchar(40), nick text);
CREATE TABLE logs (id bigint PRIMARY KEY, line text);
-- change:
-- file: 100_phones.sql
CREATE TABLE phones AS SELECT id, phone FROM users;
ALTER TABLE users DROP COLUMN phone;
-- down:
ALTER TABLE users ADD COLUMN phone varchar(40);
UPDATE users SET phone = phones.phone FROM phones WHERE phones.id = users.id;
DROP TABLE phones;
-- file: 101_logs.sql
CREATE TABLE lines (id bigint PRIMARY KEY, line text);
INSERT INTO lines SELECT id, line FROM logs;
DROP TABLE logs;
-- down:
CREATE TABLE logs (id bigint PRIMARY KEY, line text);
INSERT INTO logs SELECT id, line FROM lines;
DROP TABLE lines;
-- file: 102_nick.sql
-- flux: allow drop-column because nobody reads it and nobody wants it back
ALTER TABLE users DROP COLUMN nick;
-- down:
ALTER TABLE users ADD COLUMN nick text;
-- file: 103_settings.sql
SET search_path = public;
VACUUM users;
-- transaction: none
-- down:
-- nothing to do
