-- history:
CREATE DOMAIN amount AS integer;
CREATE TABLE bills (id bigint, sum amount);
-- rows:
INSERT INTO bills SELECT n, n FROM generate_series(1, 100) n;
-- change:
CREATE DOMAIN weight AS integer;
ALTER DOMAIN weight ADD CONSTRAINT weight_positive CHECK (VALUE > 0);
