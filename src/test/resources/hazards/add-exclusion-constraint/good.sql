-- history:
CREATE TABLE stays (during tsrange);
-- change:
CREATE TABLE stays_new (during tsrange, EXCLUDE USING gist (during WITH &&));
