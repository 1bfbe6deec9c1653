CREATE INDEX boats_harbour ON boats (harbour);
DROP TABLE stalls;
ALTER TABLE boats RENAME COLUMN name TO title;
