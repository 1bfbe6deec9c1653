-- history:
CREATE TABLE users (id bigint PRIMARY KEY);
-- change:
CREATE TABLE events (id bigint, at date NOT NULL, name text) PARTITION BY RANGE (at);
ALTER TABLE events ALTER COLUMN name SET NOT NULL;
