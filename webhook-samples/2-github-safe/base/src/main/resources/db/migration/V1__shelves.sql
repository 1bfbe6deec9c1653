CREATE TABLE shelves (id bigint PRIMARY KEY, label text NOT NULL);
