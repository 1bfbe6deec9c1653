CREATE TABLE boats (id bigint PRIMARY KEY, harbour text, name text);
CREATE TABLE stalls (id bigint PRIMARY KEY);
