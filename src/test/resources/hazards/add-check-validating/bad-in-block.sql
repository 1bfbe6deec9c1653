-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100),
  created_at timestamptz NOT NULL DEFAULT now()
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'users_name_given') THEN
    -- not a statement; DROP TABLE users
-- finding:
    ALTER TABLE users ADD CONSTRAINT users_name_given CHECK (name <> 'a;b');
  END IF;
END
$$;
