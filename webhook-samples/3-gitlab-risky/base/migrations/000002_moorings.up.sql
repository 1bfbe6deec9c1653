CREATE TABLE moorings (id bigint PRIMARY KEY, ship_id bigint, length integer NOT NULL);
