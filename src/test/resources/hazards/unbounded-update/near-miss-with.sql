-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  status text NOT NULL DEFAULT 'new'
);
-- rows:
INSERT INTO orders (id, user_id) SELECT n, n FROM generate_series(1, 100) n;
-- change:
WITH batch AS (SELECT id FROM orders WHERE status = 'new' ORDER BY id LIMIT 10)
UPDATE orders SET status = 'open' FROM batch WHERE batch.id = orders.id;
