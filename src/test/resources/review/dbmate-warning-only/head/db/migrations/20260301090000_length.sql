-- migrate:up
ALTER TABLE boats ADD COLUMN length numeric;

-- migrate:down
ALTER TABLE boats DROP COLUMN length;
