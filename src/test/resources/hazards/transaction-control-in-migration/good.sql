-- change:
CREATE TABLE notes (id bigint);
