CREATE TABLE ships (id bigint PRIMARY KEY, name text NOT NULL);
