-- history:
CREATE TABLE logs (id bigint NOT NULL, line text);
CREATE UNIQUE INDEX logs_id ON logs (id);
-- rows:
INSERT INTO logs SELECT n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY USING INDEX logs_id;
