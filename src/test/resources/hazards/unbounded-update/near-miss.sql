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
INSERT INTO accounts VALUES (1, 'a');
UPDATE accounts SET email = 'b';
UPDATE orders SET status = 'open' WHERE id > 1 AND id <= 50;
