CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name varchar(80) NOT NULL
);
