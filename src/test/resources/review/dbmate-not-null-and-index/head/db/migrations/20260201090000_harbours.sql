-- migrate:up
CREATE INDEX boats_harbour_idx ON boats (harbour);
ALTER TABLE boats
  ALTER COLUMN harbour SET NOT NULL;

-- migrate:down
ALTER TABLE boats ALTER COLUMN harbour DROP NOT NULL;
DROP INDEX boats_harbour_idx;
