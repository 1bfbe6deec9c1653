-- history:
CREATE TABLE colours (id bigserial PRIMARY KEY, name text NOT NULL);
-- change:
INSERT INTO colours (id, name) VALUES (1, 'red'), (2, 'green');
SELECT setval('colours_id_seq', 2);
