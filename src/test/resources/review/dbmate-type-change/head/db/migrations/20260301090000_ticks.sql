-- migrate:up
ALTER TABLE meters ALTER COLUMN ticks TYPE bigint;
UPDATE meters SET ticks = 0;

-- migrate:down
ALTER TABLE meters ALTER COLUMN ticks TYPE integer;
