-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY
) ENGINE=InnoDB;
-- rows:
INSERT INTO orders (id) VALUES (1), (2);
-- change:
CREATE PROCEDURE Clean()
  SQL SECURITY INVOKER
BEGIN
  DECLARE turns INT DEFAULT 0;
  turn: LOOP
    SET turns = turns + 1;
    IF turns > 2 THEN
      LEAVE turn;
    END IF;
    DELETE FROM orders;
  END LOOP turn;
END;
-- finding:
CALL clean();
