-- fails: ALGORITHM=INPLACE is not supported
-- also: change-column-type
-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  note varchar(50) DEFAULT NULL,
  label varchar(20) NOT NULL DEFAULT 'none' COMMENT 'what people see',
  state enum('open','paid') NOT NULL DEFAULT 'open',
  total int NOT NULL DEFAULT 0,
  seen datetime NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  KEY orders_note (note)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
ALTER TABLE orders MODIFY note varchar(90), ALGORITHM=INPLACE, LOCK=NONE;
