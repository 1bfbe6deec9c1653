-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  note varchar(50) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE PROCEDURE clean()
BEGIN
  SET @change = (SELECT CONCAT('DROP TABLE ', table_name) FROM information_schema.tables
      WHERE table_schema = DATABASE() LIMIT 1);
  PREPARE change_it FROM @change;
  EXECUTE change_it;
END;
-- change:
-- finding:
CALL clean();
