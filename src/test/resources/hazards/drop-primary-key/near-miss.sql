-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  total numeric(10, 2),
  status text NOT NULL DEFAULT 'new'
);
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0);
-- rows:
INSERT INTO orders (id, user_id, total) SELECT n, n, n FROM generate_series(1, 100) n;
-- change:
CREATE TABLE accounts (id bigint PRIMARY KEY, email text);
ALTER TABLE accounts DROP CONSTRAINT accounts_pkey;
