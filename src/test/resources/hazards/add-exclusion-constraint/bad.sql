-- history:
CREATE TABLE stays (during tsrange);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE stays ADD CONSTRAINT stays_apart EXCLUDE USING gist (during WITH &&);
