-- fails: doesn't exist
-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY
) ENGINE=InnoDB;
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
/*!80023 DROP TABLE orders */;
SELECT COUNT(*) FROM orders;
