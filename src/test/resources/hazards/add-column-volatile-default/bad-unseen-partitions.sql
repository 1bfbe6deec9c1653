-- history:
CREATE TABLE events (id bigint, at date NOT NULL, name text, score int) PARTITION BY RANGE (at);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE events ADD COLUMN token uuid DEFAULT gen_random_uuid();
