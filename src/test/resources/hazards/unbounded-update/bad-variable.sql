-- history:
CREATE TABLE users (id bigint PRIMARY KEY, org_id bigint, status text);
-- rows:
INSERT INTO users (id, org_id) SELECT n, 1 FROM generate_series(1, 100) n;
-- change:
DO $$
DECLARE
  chosen bigint := 1;
BEGIN
-- finding:
  UPDATE users SET status = 'x' WHERE org_id = chosen;
END
$$;
