-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
ALTER TABLE users ADD CONSTRAINT users_name_given CHECK (name IS NOT NULL);
ALTER TABLE users RENAME COLUMN name TO full_name;
ALTER TABLE users ADD COLUMN name varchar(50);
-- rows:
INSERT INTO users (id, email, full_name, name) SELECT n, 'user' || n, 'Name ' || n, 'N' FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
