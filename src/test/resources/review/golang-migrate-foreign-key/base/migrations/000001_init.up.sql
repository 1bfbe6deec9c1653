CREATE TABLE ships (id bigint PRIMARY KEY);
CREATE TABLE moorings (id bigint PRIMARY KEY, ship_id bigint);
