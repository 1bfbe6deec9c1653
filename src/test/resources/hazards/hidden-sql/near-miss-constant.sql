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
DECLARE
  holder constant text := 'users';
BEGIN
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I text', holder, 'colour');
  EXECUTE 'COMMENT ON TABLE '
    || quote_ident(holder)
    || ' IS ' || quote_literal('who may sign in');
END $$;
