-- history:
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
-- change:
-- finding:
ALTER SEQUENCE users_id_seq RESTART WITH 1;
