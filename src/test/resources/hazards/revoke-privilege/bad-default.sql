-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY
);
-- change:
-- finding:
ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM current_user;
