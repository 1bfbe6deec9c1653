-- history:
CREATE TABLE boats (id bigint PRIMARY KEY, harbour text);
-- change:
-- The flux: of boats through a harbour. Allow for delays.
ALTER TABLE boats ADD COLUMN draught int;
