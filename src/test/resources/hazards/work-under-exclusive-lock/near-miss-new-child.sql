-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
-- rows:
INSERT INTO users (id, email) SELECT n, 'user' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN nickname text;
CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint);
ALTER TABLE visits ADD CONSTRAINT visits_user FOREIGN KEY (user_id) REFERENCES users (id);
