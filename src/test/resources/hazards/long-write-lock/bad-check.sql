-- engine: sqlite 3.45
-- history:
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT);
-- rows:
INSERT INTO members VALUES (1, 'Ann');
-- change:
-- finding:
ALTER TABLE members ADD COLUMN age INTEGER CHECK (age >= 18);
