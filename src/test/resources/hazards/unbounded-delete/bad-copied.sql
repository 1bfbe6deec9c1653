-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
-- rows:
INSERT INTO users (id, email) SELECT n, 'user' || n FROM generate_series(1, 100) n;
-- change:
-- finding:
COPY (DELETE FROM users RETURNING id, email) TO '/dev/null';
