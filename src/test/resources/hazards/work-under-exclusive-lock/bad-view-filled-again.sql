-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  total numeric(10, 2)
);
CREATE MATERIALIZED VIEW sums (user_id, total) AS SELECT user_id, sum(total) FROM orders GROUP BY user_id;
-- rows:
INSERT INTO orders (id, user_id, total) SELECT n, n, n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
DROP MATERIALIZED VIEW sums;
-- finding:
CREATE MATERIALIZED VIEW sums (user_id, total) AS SELECT user_id, sum(total) FROM orders WHERE total > 0 GROUP BY user_id;
CREATE UNIQUE INDEX sums_by_user ON sums (user_id);
