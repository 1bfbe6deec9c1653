-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric(10, 2), status text, note text, customer_note text);
CREATE TABLE shops (id bigint PRIMARY KEY, status text, note text);
-- change:
DROP TABLE shops;
-- code: app/words.py
from shops import opening
log.info("failed to update shops")
shop = {"shops": 1}
class Shop:
    pass
-- code: app/words.ts
import { open } from "shops";
