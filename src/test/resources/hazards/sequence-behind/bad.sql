-- history:
CREATE TABLE colours (id bigserial PRIMARY KEY, name text NOT NULL);
-- change:
-- finding:
INSERT INTO colours (id, name) VALUES (1, 'red'), (2, 'green');
INSERT INTO colours (id, name) VALUES (3, 'blue');
