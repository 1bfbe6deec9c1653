-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE VIEW contacts AS SELECT users.id, lower(email) AS mail, "name" FROM users;
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
DROP VIEW contacts;
-- finding:
CREATE VIEW contacts AS SELECT id, name FROM users;
