-- history:
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
-- change:
-- finding:
SELECT setval('users_id_seq', 1);
-- finding:
SELECT setval(pg_get_serial_sequence('users', 'id'), 5, false);
