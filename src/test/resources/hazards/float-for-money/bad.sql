-- change:
-- finding:
CREATE TABLE invoices (id bigint PRIMARY KEY, total_amount double precision NOT NULL, "shippingCost" real);
ALTER TABLE invoices ADD COLUMN tax float;
