-- engine: postgresql 18
-- live: no, the server of the test is older
-- history:
CREATE TABLE users (id bigint PRIMARY KEY, age int);
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT old CHECK (age < 200) NOT ENFORCED;
