-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE FUNCTION greet(who text) RETURNS text LANGUAGE sql AS $$ SELECT 'hello ' || who $$;
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
-- another result type needs a new function
DROP FUNCTION greet(text);
CREATE FUNCTION greet(who text) RETURNS integer LANGUAGE sql AS $$ SELECT length(who) $$;
DROP FUNCTION IF EXISTS never_there();
