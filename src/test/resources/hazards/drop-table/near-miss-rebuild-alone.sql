-- engine: sqlite 3.45
-- history:
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
-- rows:
INSERT INTO notes VALUES (1, 'one');
-- change:
-- transaction: none
PRAGMA foreign_keys = OFF;
CREATE TABLE new_notes (id INTEGER PRIMARY KEY, text TEXT, color TEXT);
INSERT INTO new_notes (id, text) SELECT id, text FROM notes;
DROP TABLE notes;
ALTER TABLE new_notes RENAME TO notes;
PRAGMA foreign_keys = ON;
