-- history:
CREATE DOMAIN amount AS integer;
CREATE TABLE bills (id bigint, sum amount);
-- rows:
INSERT INTO bills SELECT n, n FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
ALTER DOMAIN amount ADD CONSTRAINT amount_positive CHECK (VALUE > 0) NOT VALID;
