-- migrate:up
CREATE TABLE boats (id bigint PRIMARY KEY);

-- migrate:down
DROP TABLE boats;
