-- fails: exists
-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(50)) ENGINE=InnoDB;
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
ALTER TABLE orders IMPORT TABLESPACE;
