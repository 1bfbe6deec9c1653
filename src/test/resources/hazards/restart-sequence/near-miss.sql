-- history:
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
-- change:
CREATE SEQUENCE tickets;
ALTER SEQUENCE tickets RESTART WITH 100;
ALTER SEQUENCE users_id_seq CACHE 10;
