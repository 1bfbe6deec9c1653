CREATE TABLE bills (id bigint PRIMARY KEY, due date);
