-- also: drop-table
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(10, 2), status text, note text, customer_note text);
CREATE TABLE shops (id bigint PRIMARY KEY, status text, note text);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
DROP TABLE orders;
-- code: web/api/orders.ts
export async function open(db: Db) {
  return db.from('orders').select('id');
}
