-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100)
);
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER users_noted BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER flux_sync_users_name BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER zzzz_flux_sync_users_name BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note_change();
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
-- another one takes its place
DROP TRIGGER users_noted ON users;
CREATE TRIGGER users_noted BEFORE UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION note_change();
DROP TRIGGER IF EXISTS never_there ON users;
-- what Flux made to keep two columns in step goes with one of them
DROP TRIGGER flux_sync_users_name ON users;
DROP TRIGGER zzzz_flux_sync_users_name ON users;
