-- history:
CREATE TABLE orgs (id bigint PRIMARY KEY, name text);
CREATE TABLE users (id bigint PRIMARY KEY, org_id bigint, status text);
-- rows:
INSERT INTO orgs (id) VALUES (1);
INSERT INTO users (id, org_id) SELECT n, 1 FROM generate_series(1, 100) n;
-- change:
-- finding:
UPDATE users u SET status = o.name FROM orgs o WHERE o.id = 1 AND u.org_id = o.id;
UPDATE users u SET status = o.name FROM orgs o WHERE u.id = 1 AND u.org_id = o.id;
