-- also: drop-column, insert-select-large
-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  sent_at timestamptz
);
-- rows:
INSERT INTO orders (id, sent_at) SELECT n, now() FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
CREATE TABLE shipments (order_id bigint PRIMARY KEY, sent_at timestamptz);
INSERT INTO shipments (order_id, sent_at) SELECT id, sent_at FROM orders WHERE sent_at IS NOT NULL;
-- finding:
ALTER TABLE orders DROP COLUMN sent_at;
