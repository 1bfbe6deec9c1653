-- engine: mariadb 11.4.5
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY
) ENGINE=InnoDB;
-- change:
/*!80023 DROP TABLE orders */;
/*M!999999 DROP TABLE orders */;
SELECT COUNT(*) FROM orders;
