-- change:
CREATE TABLE visits (id bigint PRIMARY KEY, day date NOT NULL, opens time, "timestamp" bigint);
