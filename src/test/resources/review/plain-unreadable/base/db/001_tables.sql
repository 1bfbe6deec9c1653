CREATE TABLE readings (id bigint PRIMARY KEY);
