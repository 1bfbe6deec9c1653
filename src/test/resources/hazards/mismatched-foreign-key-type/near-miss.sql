-- history:
CREATE TABLE users (id serial PRIMARY KEY, login varchar(40) UNIQUE);
-- change:
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, login text REFERENCES users (login));
