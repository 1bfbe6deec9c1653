-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE VIEW people AS SELECT id, name FROM users;
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER people_noted INSTEAD OF UPDATE ON people FOR EACH ROW EXECUTE FUNCTION note_change();
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
DROP TRIGGER people_noted ON people;
DROP VIEW people;
CREATE VIEW people AS SELECT id, email FROM users;
