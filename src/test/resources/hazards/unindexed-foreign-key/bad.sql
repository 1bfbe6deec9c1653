-- history:
CREATE TABLE users (id bigint PRIMARY KEY);
-- change:
-- finding:
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE INDEX orders_id_user ON orders (id, user_id);
