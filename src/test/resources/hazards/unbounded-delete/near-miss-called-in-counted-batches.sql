-- engine: mariadb 11.4.5
-- history:
CREATE TABLE visits (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  seen_on date
) ENGINE=InnoDB;
-- rows:
INSERT INTO visits (seen_on) VALUES ('2019-01-01'), ('2024-01-01');
-- change:
CREATE PROCEDURE forget_visits()
BEGIN
  FOR turn IN 1 .. 40 DO
    DELETE FROM visits WHERE seen_on < '2020-01-01' LIMIT 1000;
    COMMIT;
  END FOR;
END;
CALL forget_visits();
DROP PROCEDURE forget_visits;
