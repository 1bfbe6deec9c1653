CREATE TABLE boats (id bigint);
