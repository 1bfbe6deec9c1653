-- engine: sqlite 3.45
-- history:
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT);
CREATE INDEX members_name ON members (name);
-- rows:
INSERT INTO members VALUES (1, 'Ann');
-- change:
-- also: long-write-lock
REINDEX members_name;
