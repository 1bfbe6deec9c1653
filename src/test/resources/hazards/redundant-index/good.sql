-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, status text);
CREATE INDEX orders_user_status ON orders (user_id, status);
-- change:
-- transaction: none
SET lock_timeout = '5s';
CREATE INDEX CONCURRENTLY orders_status ON orders (status);
