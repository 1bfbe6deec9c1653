-- engine: mysql 8.0.33
-- history:
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100) NOT NULL, name varchar(100));
CREATE VIEW contacts AS SELECT id, email, `name` FROM users;
-- change:
SET SESSION lock_wait_timeout = 5;
-- finding:
CREATE OR REPLACE VIEW contacts AS SELECT id, email FROM users;
