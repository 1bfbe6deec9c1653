-- history:
-- file: 004_words.sql
CREATE TABLE words (id bigint);
-- change:
-- file: 003_notes.sql
-- whole:
CREATE TABLE notes (id bigint, body text);
