-- change:
CREATE TABLE owners (id bigint PRIMARY KEY);
CREATE TABLE pets (id bigint PRIMARY KEY, owner_id bigint, age integer);
CREATE INDEX pets_owner ON pets (owner_id);
-- finding:
ALTER TABLE pets ADD FOREIGN KEY (owner_id) REFERENCES owners (id);
ALTER TABLE pets ADD CHECK (age >= 0);
