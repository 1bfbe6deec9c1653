-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
ALTER TABLE users ADD CONSTRAINT users_name_given CHECK (name IS NOT NULL);
ALTER TABLE users RENAME COLUMN name TO "fullName";
-- rows:
INSERT INTO users (id, email, "fullName") SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN "fullName" SET NOT NULL;
