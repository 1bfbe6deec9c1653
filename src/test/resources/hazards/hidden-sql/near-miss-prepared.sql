-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  note varchar(50) DEFAULT NULL,
  KEY orders_note (note)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
-- change:
SET SESSION lock_wait_timeout = 5;
SET @there := (SELECT COUNT(*) FROM information_schema.statistics WHERE index_name = 'orders_note');
SET @change := IF(@there > 0, 'ALTER TABLE orders RENAME INDEX orders_note TO orders_by_note, ALGORITHM=INPLACE, LOCK=NONE', 'SELECT ''nothing to do''');
PREPARE change_it FROM @change;
EXECUTE change_it;
DEALLOCATE PREPARE change_it;
