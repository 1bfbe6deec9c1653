-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE TABLE leavers (id bigint PRIMARY KEY, email text);
-- change:
WITH gone AS (DELETE FROM users WHERE id = 7 RETURNING id, email)
INSERT INTO leavers SELECT id, email FROM gone WHERE email IS NOT NULL;
