CREATE TABLE boats (id bigint PRIMARY KEY, harbour text, name text, berth integer);
