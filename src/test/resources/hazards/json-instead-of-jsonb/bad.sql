-- change:
-- finding:
CREATE TABLE events (id bigint PRIMARY KEY, body json NOT NULL, tags json[]);
