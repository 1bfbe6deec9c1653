-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  status text NOT NULL DEFAULT 'new'
);
-- rows:
INSERT INTO orders (id, user_id) SELECT n, n FROM generate_series(1, 100) n;
-- change:
-- transaction: none
DO $$
DECLARE
  turn int;
BEGIN
  LOOP
    UPDATE orders SET status = 'open' WHERE id IN (SELECT id FROM orders WHERE status = 'new' LIMIT 10);
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
  FOR turn IN 1..3 LOOP
    UPDATE orders SET user_id = 7 WHERE id = 1;
  END LOOP;
  FOREACH turn IN ARRAY ARRAY[1, 2] LOOP
    UPDATE orders SET user_id = 8 WHERE id = 2;
  END LOOP;
END
$$;
