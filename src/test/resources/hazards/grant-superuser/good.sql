-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE ROLE flux_readers LOGIN;
-- change:
GRANT SELECT ON users TO flux_readers;
