-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE orders ADD COLUMN every_single_thing_that_somebody_may_want_to_know_about_one_order_a int;
CREATE TABLE notes (id bigint PRIMARY KEY, every_single_thing_that_somebody_may_want_to_know_about_one_order_b text);
