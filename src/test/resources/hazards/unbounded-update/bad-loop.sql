-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  status text NOT NULL DEFAULT 'new'
);
-- rows:
INSERT INTO orders (id, user_id) SELECT n, n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
DO $$
BEGIN
  LOOP
-- finding:
    UPDATE orders SET status = 'open' WHERE id IN (SELECT id FROM orders WHERE status = 'new' LIMIT 10);
    EXIT WHEN NOT FOUND;
  END LOOP;
END
$$;
