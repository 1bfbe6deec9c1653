-- history:
CREATE TABLE boats (id bigint PRIMARY KEY, harbour text, name text);
-- rows:
INSERT INTO boats SELECT i, 'h', 'n' FROM generate_series(1, 100) AS i;
-- also: create-index-blocking
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
-- flux: allow create-index-blocking
CREATE INDEX boats_harbour ON boats (harbour);
-- finding:
-- flux: allow create-index-blokking because the table is small
CREATE INDEX boats_name ON boats (name);
