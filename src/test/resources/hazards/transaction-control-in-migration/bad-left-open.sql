-- change:
-- transaction: none
-- finding:
BEGIN;
CREATE TABLE notes (id bigint);
