-- history:
CREATE TABLE orders (id bigint PRIMARY KEY, status text);
-- change:
DO $$
BEGIN
  RAISE NOTICE 'commit;'; -- commit;
END
$$;
