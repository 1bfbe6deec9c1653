-- engine: postgresql 11
-- live: no, the test server is newer
-- history:
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE people (id bigint PRIMARY KEY, mood mood);
-- change:
-- finding:
ALTER TYPE mood ADD VALUE 'calm';
