-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  note varchar(50) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE PROCEDURE drop_column(IN its_table varchar(64), IN its_column varchar(64))
BEGIN
  IF EXISTS (SELECT * FROM information_schema.columns
      WHERE table_schema = DATABASE() AND table_name = its_table AND column_name = its_column) THEN
    SET @change = CONCAT('ALTER TABLE `', its_table, '` DROP COLUMN `', its_column, '`, ALGORITHM=INSTANT');
    PREPARE change_it FROM @change;
    EXECUTE change_it;
    DEALLOCATE PREPARE change_it;
  END IF;
END;
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
CALL drop_column('orders', 'note');
