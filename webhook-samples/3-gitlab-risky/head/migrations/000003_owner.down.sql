ALTER TABLE moorings DROP CONSTRAINT moorings_ship_id_fkey;
ALTER TABLE moorings ALTER COLUMN ship_id DROP NOT NULL;
