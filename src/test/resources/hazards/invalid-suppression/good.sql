-- history:
CREATE TABLE boats (id bigint PRIMARY KEY, harbour text);
-- change:
SET LOCAL lock_timeout = '5s';
-- flux: allow create-index-blocking because the harbour office is closed at night
CREATE INDEX boats_harbour ON boats (harbour);
