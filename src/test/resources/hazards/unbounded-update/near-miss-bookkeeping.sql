-- history:
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
-- rows:
INSERT INTO alembic_version (version_num) VALUES ('1a2b');
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN name text;
UPDATE alembic_version SET version_num = '3c4d';
