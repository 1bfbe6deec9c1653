SET LOCAL lock_timeout = '5s';
ALTER TABLE shelves ADD COLUMN counted_at timestamptz;
ALTER TABLE shelves ADD COLUMN counts integer NOT NULL DEFAULT 0;
CREATE TABLE counters (id bigint PRIMARY KEY, shelf_id bigint NOT NULL);
CREATE INDEX counters_shelf_id_idx ON counters (shelf_id);
