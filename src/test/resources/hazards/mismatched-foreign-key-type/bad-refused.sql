-- fails: incompatible types
-- history:
CREATE TABLE users (id uuid PRIMARY KEY);
-- change:
CREATE TABLE orders (id bigint PRIMARY KEY, user_id text);
-- finding:
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
