SET lock_timeout = '5s';
ALTER TABLE moorings
  ADD CONSTRAINT moorings_ship_fk
  FOREIGN KEY (ship_id) REFERENCES ships (id);
