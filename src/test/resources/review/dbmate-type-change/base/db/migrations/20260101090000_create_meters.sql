-- migrate:up
CREATE TABLE meters (id bigint PRIMARY KEY, ticks integer NOT NULL);

-- migrate:down
DROP TABLE meters;
