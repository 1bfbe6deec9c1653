-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- change:
PREPARE find (bigint) AS SELECT * FROM users WHERE id = $1;
EXECUTE find (5);
