-- engine: mysql 8.0.33
-- history:
CREATE TABLE orgs (id bigint PRIMARY KEY, name varchar(50));
CREATE TABLE users (number bigint PRIMARY KEY, org_id bigint);
-- rows:
INSERT INTO orgs (id) VALUES (1);
INSERT INTO users VALUES (1, 1), (2, 1);
-- change:
-- finding:
DELETE u FROM users u JOIN orgs o ON o.id = u.org_id WHERE o.id = 1;
DELETE u FROM users u JOIN orgs o ON o.id = u.org_id WHERE u.number = 1;
