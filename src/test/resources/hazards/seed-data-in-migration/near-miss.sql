-- history:
CREATE TABLE templates (id bigint PRIMARY KEY, name text NOT NULL, body text NOT NULL);
-- change:
INSERT INTO templates (id, name, body) VALUES (1, 'test', 'Write to somebody@example.com for help.');
