-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  note varchar(50) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
-- change:
SET SESSION lock_wait_timeout = 5;
SELECT CONCAT('ALTER TABLE ', table_name, ' DROP COLUMN note') INTO @change FROM information_schema.tables WHERE table_schema = DATABASE() LIMIT 1;
PREPARE change_it FROM @change;
-- finding:
EXECUTE change_it;
