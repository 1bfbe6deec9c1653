-- history:
-- file: 001_t1.sql
-- down: yes
CREATE TABLE t1 (id bigint);
-- file: 002_t2.sql
-- down: yes
CREATE TABLE t2 (id bigint);
-- file: 003_t3.sql
-- down: yes
CREATE TABLE t3 (id bigint);
-- change:
CREATE TABLE notes (id bigint, body text);
-- down:
DROP TABLE notes;
