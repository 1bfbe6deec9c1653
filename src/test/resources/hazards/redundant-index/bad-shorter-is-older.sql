-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, status text);
CREATE INDEX orders_user ON orders (user_id);
-- change:
-- transaction: none
SET lock_timeout = '5s';
-- finding:
CREATE INDEX CONCURRENTLY orders_user_status ON orders (user_id, status);
