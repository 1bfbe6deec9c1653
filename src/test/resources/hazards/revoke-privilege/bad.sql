-- history:
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
-- change:
-- finding:
REVOKE INSERT ON users FROM PUBLIC;
