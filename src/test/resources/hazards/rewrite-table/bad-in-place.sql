-- engine: mysql 8.0.33
-- also: several-ddl-not-atomic
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(50), total int) ENGINE=InnoDB;
CREATE TABLE parcels (id bigint PRIMARY KEY, note varchar(50)) ENGINE=InnoDB ROW_FORMAT=COMPRESSED;
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
ALTER TABLE orders MODIFY total int AFTER id;
-- finding:
ALTER TABLE parcels ADD COLUMN total int;
