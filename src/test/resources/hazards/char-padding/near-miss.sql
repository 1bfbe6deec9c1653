-- change:
CREATE TABLE letters (id bigint PRIMARY KEY, kind char, grade char(1), flag "char", free bpchar);
CREATE TEMPORARY TABLE scratch (code char(2));
