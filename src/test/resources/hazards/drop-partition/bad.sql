-- also: several-ddl-not-atomic
-- engine: mysql 8.0.33
-- history:
CREATE TABLE readings (id int NOT NULL, year int NOT NULL)
PARTITION BY RANGE (year) (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN (2010), PARTITION p2 VALUES LESS THAN (2020));
CREATE TABLE kept (id int NOT NULL, year int NOT NULL);
-- rows:
INSERT INTO readings VALUES (1, 1999), (2, 2005), (3, 2015);
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
ALTER TABLE readings DROP PARTITION p0;
-- finding:
ALTER TABLE readings TRUNCATE PARTITION p1;
-- finding:
ALTER TABLE readings EXCHANGE PARTITION p2 WITH TABLE kept;
