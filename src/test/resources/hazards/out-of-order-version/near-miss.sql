-- history:
-- file: 004_words.sql
CREATE TABLE words (id bigint);
-- change:
-- file: 005_words.sql
-- edited:
CREATE TABLE words (id bigint, body text);
