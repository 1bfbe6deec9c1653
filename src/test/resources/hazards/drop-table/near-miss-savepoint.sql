-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
SET LOCAL lock_timeout = '5s';
SAVEPOINT tried;
DROP TABLE users;
ROLLBACK TO SAVEPOINT tried;
ALTER TABLE users ADD COLUMN note text;
