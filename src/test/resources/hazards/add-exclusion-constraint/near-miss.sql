-- history:
CREATE TABLE stays (during tsrange);
-- change:
CREATE TABLE visits (during tsrange);
ALTER TABLE visits ADD EXCLUDE USING gist (during WITH &&);
