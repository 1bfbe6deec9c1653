-- change:
-- finding:
CREATE TABLE countries (id bigint PRIMARY KEY, code char(2) NOT NULL, iso character(3));
ALTER TABLE countries ADD COLUMN currency bpchar(3);
