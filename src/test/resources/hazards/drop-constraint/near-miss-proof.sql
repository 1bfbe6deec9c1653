-- live: no, the table is in no file
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE elsewhere ALTER COLUMN kind SET NOT NULL;
ALTER TABLE elsewhere DROP CONSTRAINT elsewhere_kind_present;
