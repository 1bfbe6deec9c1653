-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, status text);
CREATE INDEX orders_user ON orders (user_id);
CREATE INDEX orders_status_new ON orders (status) WHERE status <> 'done';
-- change:
-- file: 100_indexes.sql
-- transaction: none
CREATE INDEX CONCURRENTLY orders_user_status ON orders (user_id, status);
CREATE INDEX CONCURRENTLY orders_status ON orders (status);
CREATE INDEX CONCURRENTLY orders_status_prefix ON orders (status text_pattern_ops);
CREATE UNIQUE INDEX CONCURRENTLY orders_user_id ON orders (user_id, id);
CREATE INDEX CONCURRENTLY orders_user_hash ON orders USING hash (user_id);
-- file: 101_drop.sql
-- transaction: none
DROP INDEX CONCURRENTLY orders_user;
