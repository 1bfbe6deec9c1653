-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY
) ENGINE=InnoDB;
-- change:
/*!90900 DROP TABLE orders */;
/*M!100100 DROP TABLE orders */;
SELECT COUNT(*) FROM orders;
