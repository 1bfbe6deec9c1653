-- history:
CREATE TABLE team_members (
  id bigserial PRIMARY KEY,
  name text NOT NULL
);
-- change:
CREATE TABLE team (id serial PRIMARY KEY, name text);
-- finding:
SELECT setval('team_members_id_seq', 1);
