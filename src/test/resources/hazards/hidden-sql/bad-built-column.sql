-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
DO $$
DECLARE
  found record;
BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN colour text NOT NULL', found.tablename);
  END LOOP;
END $$;
