-- history:
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
-- change:
GRANT SELECT ON users TO current_user;
