-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY);
-- change:
-- finding:
GRANT ALL PRIVILEGES ON *.* TO 'reports'@'localhost';
