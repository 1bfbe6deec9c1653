-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text);
-- change:
-- finding:
INSERT INTO users (id, email, name) VALUES (1, 'ada@example.com', 'Ada');
