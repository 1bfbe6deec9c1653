-- history:
CREATE SEQUENCE tickets;
CREATE SEQUENCE seats;
-- change:
-- finding:
ALTER SEQUENCE tickets MAXVALUE 1000;
-- finding:
ALTER SEQUENCE seats AS smallint;
