-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_all ON users USING (true);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER POLICY users_all ON users USING (email = current_user);
ALTER POLICY users_all ON users RENAME TO users_some;
