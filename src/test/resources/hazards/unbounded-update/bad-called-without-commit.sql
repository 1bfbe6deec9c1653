-- engine: mysql 8.0.33
-- history:
CREATE TABLE parcels (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  depot varchar(20),
  shelf varchar(20)
) ENGINE=InnoDB;
-- rows:
INSERT INTO parcels (depot) VALUES ('north'), ('south');
-- change:
CREATE PROCEDURE fill_shelves()
BEGIN
  DECLARE turns INT DEFAULT 0;
  REPEAT
    UPDATE parcels SET shelf = depot WHERE shelf IS NULL;
    SET turns = turns + 1;
  UNTIL turns > 2 END REPEAT;
  COMMIT;
END;
-- finding:
CALL fill_shelves();
