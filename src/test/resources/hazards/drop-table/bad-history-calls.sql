-- live: no, nobody knows what the history calls
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY
);
CALL install_notes();
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
DROP TABLE IF EXISTS notes;
