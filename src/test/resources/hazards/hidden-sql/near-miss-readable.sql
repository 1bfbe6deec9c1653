-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
DO $$
DECLARE known boolean := false;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'shade') THEN
    CREATE TYPE shade AS ENUM ('dark', 'light');
  END IF;
  PERFORM set_config('search_path', 'public', true);
  RAISE NOTICE 'known: %; done', known;
EXCEPTION WHEN duplicate_object THEN NULL;
END
$$;
SELECT count(*), coalesce(max(id), 0) FROM users;
