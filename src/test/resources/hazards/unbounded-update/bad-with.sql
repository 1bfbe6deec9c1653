-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  status text NOT NULL DEFAULT 'new'
);
-- rows:
INSERT INTO orders (id, user_id) SELECT n, n FROM generate_series(1, 100) n;
-- change:
-- finding:
WITH batch AS (SELECT id FROM orders WHERE status = 'new')
UPDATE orders SET status = 'open' FROM batch, (SELECT 1 LIMIT 1) AS one WHERE batch.id = orders.id;
