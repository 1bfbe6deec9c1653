-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(10, 2), status text, note text, customer_note text);
CREATE TABLE shops (id bigint PRIMARY KEY, status text, note text);
-- change:
ALTER TABLE orders DROP COLUMN note;
ALTER TABLE orders DROP COLUMN customer_note;
ALTER TABLE orders DROP COLUMN status;
-- code: app/models/shop.rb
class Shop < ApplicationRecord
  validates :note, :status, presence: true
  has_many :orders
end
-- code: app/shops.py
def shops(db, order):
    note = "an order is on its way"  # customer_note went
    # customer_note is gone from orders
    return db.execute("SELECT note, status FROM shops")
-- code: app/orders.txt
orders.note, orders.status, orders.customer_note
-- code: src/test/java/shop/OrderTest.java
class OrderTest { String note = order.customerNote; }
-- code: node_modules/orders/index.js
exports.orders = { customer_note: 1 };
-- code: db/migrate/001_orders.rb
add_column :orders, :customer_note, :text
-- code: app/customers.ts
export const customerNote = (order_id: number) => fetch('/notes');
