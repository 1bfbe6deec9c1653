-- fails: invalid transaction termination
-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, status text);
-- change:
-- finding:
DO $$
BEGIN
  INSERT INTO orders (id) VALUES (1);
  COMMIT;
END
$$;
