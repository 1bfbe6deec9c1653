-- history:
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
CREATE INDEX users_email ON users (email);
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE users_email RENAME TO users_by_email;
ALTER TABLE users_id_seq RENAME TO users_number;
