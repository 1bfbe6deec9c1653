-- history:
CREATE TABLE users (id bigint PRIMARY KEY);
-- change:
-- finding:
CREATE TABLE orders (id bigint PRIMARY KEY, user_id integer REFERENCES users);
