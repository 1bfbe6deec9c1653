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
-- transaction: none
SET lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN paid boolean;
