-- engine: sqlite 3.45
-- history:
CREATE TABLE "Users" (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
-- change:
-- finding:
ALTER TABLE users RENAME EMAIL TO mail;
