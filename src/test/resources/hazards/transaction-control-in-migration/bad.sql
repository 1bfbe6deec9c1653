-- live: no, the server only warns
-- change:
-- finding:
BEGIN;
CREATE TABLE notes (id bigint);
-- finding:
COMMIT;
