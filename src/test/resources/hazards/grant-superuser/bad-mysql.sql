-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE USER IF NOT EXISTS 'reports'@'localhost' IDENTIFIED BY 'read only';
-- change:
-- finding:
GRANT ALL PRIVILEGES ON *.* TO 'reports'@'localhost';
