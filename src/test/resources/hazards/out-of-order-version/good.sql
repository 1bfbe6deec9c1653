-- history:
-- file: 004_words.sql
CREATE TABLE words (id bigint);
-- change:
-- file: 006_notes.sql
CREATE TABLE notes (id bigint, body text);
