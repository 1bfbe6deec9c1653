-- also: rename-table
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(10, 2), status text, note text, customer_note text);
CREATE TABLE shops (id bigint PRIMARY KEY, status text, note text);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE shops RENAME TO stores;
-- code: schema.prisma
model Shop {
  id     BigInt @id
  status String?

  @@map("shops")
}
