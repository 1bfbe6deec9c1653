ALTER TABLE moorings DROP CONSTRAINT moorings_ship_fk;
