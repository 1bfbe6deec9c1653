-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
-- change:
-- finding:
SELECT id FROM users FOR UPDATE;
SELECT id FROM users WHERE id = 1 FOR UPDATE;
