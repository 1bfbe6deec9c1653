-- engine: mysql 8.0.33
-- history:
CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  note varchar(50) DEFAULT NULL,
  label varchar(20) NOT NULL DEFAULT 'none' COMMENT 'what people see',
  state enum('open','paid') NOT NULL DEFAULT 'open',
  total int NOT NULL DEFAULT 0,
  seen datetime NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  KEY orders_note (note)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
ALTER TABLE orders ADD COLUMN c0 int;
ALTER TABLE orders ADD COLUMN c1 int;
ALTER TABLE orders ADD COLUMN c2 int;
ALTER TABLE orders ADD COLUMN c3 int;
ALTER TABLE orders ADD COLUMN c4 int;
ALTER TABLE orders ADD COLUMN c5 int;
ALTER TABLE orders ADD COLUMN c6 int;
ALTER TABLE orders ADD COLUMN c7 int;
ALTER TABLE orders ADD COLUMN c8 int;
ALTER TABLE orders ADD COLUMN c9 int;
ALTER TABLE orders ADD COLUMN c10 int;
ALTER TABLE orders ADD COLUMN c11 int;
ALTER TABLE orders ADD COLUMN c12 int;
ALTER TABLE orders ADD COLUMN c13 int;
ALTER TABLE orders ADD COLUMN c14 int;
ALTER TABLE orders ADD COLUMN c15 int;
ALTER TABLE orders ADD COLUMN c16 int;
ALTER TABLE orders ADD COLUMN c17 int;
ALTER TABLE orders ADD COLUMN c18 int;
ALTER TABLE orders ADD COLUMN c19 int;
-- change:
SET SESSION lock_wait_timeout = 5;
ALTER TABLE orders ADD COLUMN place int, ALGORITHM=INSTANT;
