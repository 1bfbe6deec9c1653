-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(10, 2), status text, note text, customer_note text);
CREATE TABLE shops (id bigint PRIMARY KEY, status text, note text);
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN discount numeric(10, 2);
-- code: src/main/java/shop/Order.java
record Order(long id, java.math.BigDecimal unitPrice, String status) {}
