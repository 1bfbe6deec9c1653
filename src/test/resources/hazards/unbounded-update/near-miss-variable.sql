-- history:
CREATE TABLE users (id bigint PRIMARY KEY, org_id bigint, status text);
-- rows:
INSERT INTO users (id, org_id) SELECT n, 1 FROM generate_series(1, 100) n;
-- change:
DO $$
DECLARE
  chosen bigint;
  one record;
BEGIN
  SELECT id INTO chosen FROM users LIMIT 1;
  UPDATE users SET status = 'x' WHERE id = chosen;
  SELECT * INTO one FROM users LIMIT 1;
  UPDATE users SET status = 'y' WHERE users.id = one.id;
END
$$;
