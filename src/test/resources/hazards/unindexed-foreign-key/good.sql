-- history:
CREATE TABLE users (id bigint PRIMARY KEY);
-- change:
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE INDEX orders_user ON orders (user_id, id);
