-- history:
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email text NOT NULL
);
-- change:
CREATE TABLE notes (id bigint PRIMARY KEY);
REVOKE ALL ON notes FROM PUBLIC;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
REVOKE EXECUTE ON FUNCTION one() FROM PUBLIC;
