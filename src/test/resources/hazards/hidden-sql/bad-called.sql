-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
CREATE FUNCTION lower_names(holder text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN EXECUTE format('UPDATE %I SET name = lower(name)', holder); END $$;
-- finding:
SELECT lower_names('users');
