-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  total numeric(10, 2),
  status text NOT NULL DEFAULT 'new'
);
-- rows:
INSERT INTO orders (id, user_id, total) SELECT n, n, n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN paid boolean;
-- file: 101_fill.sql
UPDATE orders SET paid = false WHERE id BETWEEN 1 AND 50;
