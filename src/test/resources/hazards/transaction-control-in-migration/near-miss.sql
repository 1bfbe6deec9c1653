-- change:
-- transaction: none
BEGIN;
CREATE TABLE notes (id bigint);
COMMIT;
