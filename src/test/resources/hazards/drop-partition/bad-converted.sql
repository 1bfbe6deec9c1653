-- engine: mariadb 11.4
-- history:
CREATE TABLE readings (id int NOT NULL, year int NOT NULL)
PARTITION BY RANGE (year) (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN (2010));
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
ALTER TABLE readings CONVERT PARTITION p0 TO TABLE old_readings;
