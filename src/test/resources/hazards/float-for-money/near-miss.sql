-- change:
CREATE TABLE places (
  id bigint PRIMARY KEY,
  latitude double precision,
  tax_rate real,
  priceless real,
  price_change_percent double precision
);
