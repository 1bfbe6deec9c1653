-- live: no, the server of the test is older
-- engine: postgresql 18
-- history:
CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE users (
  id bigint PRIMARY KEY,
  team_id bigint,
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id)
);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE users ALTER CONSTRAINT users_team NOT ENFORCED;
