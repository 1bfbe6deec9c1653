-- fails: unsafe use of new value
-- history:
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE people (id bigint PRIMARY KEY, mood mood);
-- change:
ALTER TYPE mood ADD VALUE 'calm';
-- finding:
INSERT INTO people VALUES (1, 'calm');
