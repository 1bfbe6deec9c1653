-- live: no, files of one folder
-- history:
CREATE TABLE users (id bigint);
-- change:
-- file: 7/one.sql
CREATE TABLE notes (id bigint);
-- file: 7/two.sql
CREATE TABLE tags (id bigint);
