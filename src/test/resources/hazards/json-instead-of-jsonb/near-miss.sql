-- change:
CREATE TABLE events (id bigint PRIMARY KEY, json text DEFAULT '{"type": "json"}');
