-- also: hidden-sql
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
DO $$
BEGIN
-- finding:
  ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0);
EXCEPTION WHEN duplicate_object THEN NULL;
END
$$;
