-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(10, 2), status text, note text, customer_note text);
CREATE TABLE shops (id bigint PRIMARY KEY, status text, note text);
-- change:
ALTER TABLE shops RENAME TO stores;
CREATE VIEW shops AS SELECT id, status, note FROM stores;
-- code: app/shops.py
SHOPS = "SELECT note, status FROM shops"
