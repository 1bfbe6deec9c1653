-- also: drop-column
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(10, 2), status text, note text, customer_note text);
CREATE TABLE shops (id bigint PRIMARY KEY, status text, note text);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE orders DROP COLUMN status;
-- code: app/queries.py
OPEN = """
  SELECT id, status
  FROM orders
  WHERE status <> 'done'
"""
