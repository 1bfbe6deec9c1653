-- history:
CREATE TABLE colours (id bigserial PRIMARY KEY, name text NOT NULL);
CREATE TABLE codes (id bigint PRIMARY KEY, name text NOT NULL);
-- change:
INSERT INTO colours (name) VALUES ('red'), ('green');
INSERT INTO colours VALUES (DEFAULT, 'blue');
INSERT INTO colours (id, name) VALUES (-1, 'none');
INSERT INTO codes (id, name) VALUES (1, 'one');
