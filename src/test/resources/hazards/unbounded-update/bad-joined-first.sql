-- engine: mysql 8.0.33
-- history:
CREATE TABLE orgs (id bigint PRIMARY KEY, name varchar(50));
CREATE TABLE users (number bigint PRIMARY KEY, org_id bigint, status varchar(50));
-- rows:
INSERT INTO orgs (id) VALUES (1);
INSERT INTO users VALUES (1, 1, 'a'), (2, 1, 'b');
-- change:
-- finding:
UPDATE orgs o JOIN users u ON o.id = u.org_id SET u.status = 'x' WHERE o.id = 1;
