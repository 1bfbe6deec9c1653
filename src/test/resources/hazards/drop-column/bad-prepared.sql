-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  note varchar(50) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
-- change:
SET SESSION lock_wait_timeout = 5;
SET @name = 'orders', @columns = "note";
SET @change = (SELECT IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_name = @name) > 0, CONCAT('ALTER TABLE ', @name, ' DROP COLUMN ', @columns, ', ALGORITHM=INSTANT'), 'SELECT 1'));
PREPARE change_it FROM @change;
-- finding:
EXECUTE change_it;
