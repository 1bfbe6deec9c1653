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
CREATE TABLE accounts (id bigint PRIMARY KEY, email text);
DELETE FROM accounts;
DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE status = 'old' LIMIT 100);
DELETE FROM orders WHERE NULL IS NOT NULL;
DELETE FROM orders WHERE false;
