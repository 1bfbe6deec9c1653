-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
CREATE FUNCTION lower_names() RETURNS void LANGUAGE plpgsql AS
$$ BEGIN UPDATE users SET name = lower(name); END $$;
-- finding:
SELECT lower_names();
