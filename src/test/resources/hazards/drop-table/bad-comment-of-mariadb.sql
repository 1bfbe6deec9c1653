-- fails: doesn't exist
-- engine: mariadb 11.4.5
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY
) ENGINE=InnoDB;
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
/*M!100100 DROP TABLE orders */;
SELECT COUNT(*) FROM orders;
