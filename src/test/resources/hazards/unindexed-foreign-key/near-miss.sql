-- history:
CREATE TABLE users (id bigint PRIMARY KEY);
-- change:
-- file: 100_profiles.sql
CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users (id));
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id));
-- file: 101_index.sql
CREATE INDEX orders_user_id ON orders (user_id) WHERE user_id IS NOT NULL;
