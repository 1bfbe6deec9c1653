-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  note varchar(50) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
-- change:
SET SESSION lock_wait_timeout = 5;
CREATE PROCEDURE add_colour()
  COMMENT 'once'
BEGIN
  DECLARE missing INT DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR SQLSTATE '42S21', NOT FOUND BEGIN END;
  SELECT COUNT(*) = 0 INTO missing FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'colour';
  IF missing THEN
    ALTER TABLE orders ADD COLUMN colour varchar(20) NULL, ALGORITHM=INSTANT;
  END IF;
END;
CALL add_colour();
DROP PROCEDURE add_colour;
