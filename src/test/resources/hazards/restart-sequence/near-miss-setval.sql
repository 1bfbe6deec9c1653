-- history:
CREATE SEQUENCE seats AS integer;
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
-- change:
CREATE TABLE teams (id serial PRIMARY KEY, name text);
INSERT INTO teams (id, name) VALUES (1, 'first');
SELECT setval('teams_id_seq', 1);
SELECT setval('users_id_seq', (SELECT max(id) FROM users));
ALTER SEQUENCE seats AS bigint NO MAXVALUE;
