-- also: rename-column
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(10, 2), status text, note text, customer_note text);
CREATE TABLE shops (id bigint PRIMARY KEY, status text, note text);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE orders RENAME COLUMN note TO remark;
-- code: app/models.rb
class Shop < ApplicationRecord
end

class Order < ApplicationRecord
  validates :note, presence: true
end
