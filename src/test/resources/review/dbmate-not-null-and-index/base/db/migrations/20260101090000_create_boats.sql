-- migrate:up
CREATE TABLE boats (id bigint PRIMARY KEY, name text, harbour text);

-- migrate:down
DROP TABLE boats;
