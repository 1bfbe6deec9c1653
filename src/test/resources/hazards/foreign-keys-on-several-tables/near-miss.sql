-- history:
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE shops (id bigint PRIMARY KEY);
-- change:
CREATE TABLE goods (id bigint PRIMARY KEY);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint REFERENCES users (id),
  buyer_id bigint REFERENCES users (id),
  good_id bigint REFERENCES goods (id)
);
