-- migrate:up
ALTER TABLE customers RENAME COLUMN name TO full_name;
CREATE INDEX customers_full_name_idx ON customers (full_name);
ALTER TABLE orders ADD COLUMN note text;

-- migrate:down
ALTER TABLE orders DROP COLUMN note;
DROP INDEX customers_full_name_idx;
ALTER TABLE customers RENAME COLUMN full_name TO name;
