-- engine: mariadb 11.4.5
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY
) ENGINE=InnoDB;
-- rows:
INSERT INTO orders (id) VALUES (1), (2);
-- change:
-- finding:
SET STATEMENT max_statement_time = 10 FOR DELETE FROM orders;
