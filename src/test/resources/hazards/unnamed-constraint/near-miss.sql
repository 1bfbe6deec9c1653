-- change:
CREATE TABLE owners (id bigint NOT NULL UNIQUE, CHECK (id > 0));
ALTER TABLE owners ADD PRIMARY KEY (id);
