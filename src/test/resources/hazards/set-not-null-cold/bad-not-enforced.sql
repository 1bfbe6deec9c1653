-- engine: postgresql 18
-- live: no, the server of the test is older
-- history:
CREATE TABLE users (id bigint PRIMARY KEY, age int);
ALTER TABLE users ADD CONSTRAINT known CHECK (age IS NOT NULL) NOT ENFORCED;
-- change:
SET LOCAL lock_timeout = '5s';
-- finding:
ALTER TABLE users ALTER COLUMN age SET NOT NULL;
