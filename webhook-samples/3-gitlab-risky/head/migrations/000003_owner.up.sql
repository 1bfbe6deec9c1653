ALTER TABLE moorings ALTER COLUMN ship_id SET NOT NULL;
ALTER TABLE moorings ADD CONSTRAINT moorings_ship_id_fkey FOREIGN KEY (ship_id) REFERENCES ships (id);
