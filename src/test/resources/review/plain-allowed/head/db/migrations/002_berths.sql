SET LOCAL lock_timeout = '5s';
-- flux: allow create-index-blocking because the harbour office is closed at night
CREATE INDEX boats_harbour ON boats (harbour);
-- Nobody reads names since spring.
-- flux: allow drop-column, drop-index-blocking because no version reads it
ALTER TABLE boats DROP COLUMN name;
-- flux: allow drop-colum because no version reads it
ALTER TABLE boats DROP COLUMN berth;
