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
  DECLARE lowest, highest INT DEFAULT 0;
  SELECT MAX(id) INTO highest FROM parcels;
  WHILE lowest < highest DO
    UPDATE parcels SET shelf = depot WHERE shelf IS NULL AND id > lowest AND id <= lowest + 1000;
    COMMIT;
    SET lowest = lowest + 1000;
  END WHILE;
END;
CALL fill_shelves();
DROP PROCEDURE fill_shelves;
