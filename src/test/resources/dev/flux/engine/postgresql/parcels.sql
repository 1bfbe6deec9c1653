CREATE SCHEMA shipx;
SET search_path = shipx, public;
CREATE TYPE parcel_state AS ENUM ('new', 'moving', 'done');
CREATE DOMAIN zip AS varchar(10) CHECK (VALUE <> '');
CREATE TABLE depots (id serial PRIMARY KEY, name varchar(50) NOT NULL, zip zip, lat float8, lon float8, settings jsonb NOT NULL DEFAULT '{}', created_at timestamp NOT NULL DEFAULT now());
CREATE TABLE drivers (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), depot_id int NOT NULL REFERENCES depots ON DELETE CASCADE, email varchar(255) NOT NULL, phone text, licence char(8), active boolean DEFAULT true NOT NULL, rank smallint DEFAULT 1);
CREATE UNIQUE INDEX drivers_email ON drivers (lower(email));
CREATE INDEX drivers_active ON drivers (depot_id) WHERE active;
CREATE TABLE audit_rows (id bigserial PRIMARY KEY, tab text, what text, at timestamptz DEFAULT now());
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO audit_rows (tab, what) VALUES (TG_TABLE_NAME, 'u');
  ELSE
    INSERT INTO audit_rows (tab, what) VALUES (TG_TABLE_NAME, 'o');
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION depot_count() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM depots';
CREATE FUNCTION touch_depot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE depots SET settings = settings WHERE id = NEW.depot_id;
  PERFORM depot_count();
  RETURN NEW;
END $$;
CREATE TABLE parcels (id bigserial PRIMARY KEY, code varchar(32) NOT NULL UNIQUE, state parcel_state NOT NULL DEFAULT 'new', driver_id uuid REFERENCES drivers ON DELETE SET NULL, depot_id int REFERENCES depots, weight numeric(8,2), price numeric(10,2), note text, due date, meta hstore, sent_at timestamptz, legacy_id int);
CREATE INDEX parcels_state_idx ON parcels (state, due);
CREATE INDEX parcels_driver_idx ON parcels USING hash (driver_id);
ALTER TABLE parcels ADD CONSTRAINT weight_pos CHECK (weight > 0) NOT VALID;
CREATE TRIGGER parcels_audit AFTER INSERT OR UPDATE OR DELETE ON parcels FOR EACH ROW EXECUTE PROCEDURE audit();
CREATE TRIGGER drivers_touch BEFORE INSERT OR UPDATE OF depot_id ON drivers FOR EACH ROW EXECUTE PROCEDURE touch_depot();
CREATE TABLE parcel_events (id bigint NOT NULL, parcel_id bigint NOT NULL, kind text NOT NULL, at timestamptz NOT NULL, payload jsonb) PARTITION BY RANGE (at);
CREATE TABLE parcel_events_2024 PARTITION OF parcel_events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE parcel_events_2025 PARTITION OF parcel_events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX parcel_events_parcel ON parcel_events (parcel_id);
CREATE TABLE tenants_data (tenant_id int NOT NULL, k text NOT NULL, v text, PRIMARY KEY (tenant_id, k)) PARTITION BY LIST (tenant_id);
CREATE TABLE tenants_data_1 PARTITION OF tenants_data FOR VALUES IN (1);
CREATE TABLE tenants_data_2 PARTITION OF tenants_data FOR VALUES IN (2, 3);
CREATE TABLE tenants_data_def PARTITION OF tenants_data DEFAULT;
CREATE VIEW moving AS SELECT id, code, driver_id, price FROM parcels WHERE state = 'moving';
CREATE VIEW driver_load AS SELECT d.id, d.email, count(m.id) AS n FROM drivers d LEFT JOIN moving m ON m.driver_id = d.id GROUP BY d.id, d.email;
CREATE MATERIALIZED VIEW depot_stats AS SELECT depot_id, count(*) AS n FROM parcels GROUP BY depot_id;
CREATE UNIQUE INDEX depot_stats_depot ON depot_stats (depot_id);
INSERT INTO depots (name, zip) SELECT 'd' || i, 'z' FROM generate_series(1, 10) i;
INSERT INTO drivers (depot_id, email) SELECT 1 + i % 10, 'd' || i FROM generate_series(1, 40) i;
INSERT INTO parcels (code, driver_id, depot_id, weight, price, due) SELECT 'p' || d.n, d.id, 1 + d.n % 10, 1, 2, '2025-01-01' FROM (SELECT id, row_number() OVER () AS n FROM drivers) d;
INSERT INTO parcels (code, depot_id, weight, state) SELECT 'q' || i, 1 + i % 10, 1, 'moving' FROM generate_series(1, 100) i;
INSERT INTO parcel_events SELECT i, 1 + i % 100, 'k', '2024-01-05 00:00:00+00'::timestamptz + i * interval '1 day', '{}' FROM generate_series(1, 700) i;
INSERT INTO tenants_data SELECT i % 6, 'k' || i, 'v' FROM generate_series(1, 60) i;
REFRESH MATERIALIZED VIEW depot_stats;
RESET search_path;
ANALYZE;
