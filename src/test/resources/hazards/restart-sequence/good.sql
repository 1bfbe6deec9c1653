-- history:
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
-- change:
SELECT setval('users_id_seq', (SELECT max(id) FROM users));
