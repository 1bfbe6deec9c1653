-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
CREATE TRIGGER flux_sync_name BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- Flux names its own to run before or behind those of the team
CREATE TRIGGER "0_flux_sync_name" BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER "!flux_sync_name" BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER zz_flux_sync_name BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER "~flux_sync_name" BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
