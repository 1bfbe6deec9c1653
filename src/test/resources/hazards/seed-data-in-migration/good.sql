-- history:
CREATE TABLE roles (id bigint PRIMARY KEY, name text NOT NULL);
-- change:
INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'user');
