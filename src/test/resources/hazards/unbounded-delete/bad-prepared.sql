-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
PREPARE clean (text) AS DELETE FROM users WHERE name IS DISTINCT FROM $1;
-- finding:
EXECUTE clean ('kept');
