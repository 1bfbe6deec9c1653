-- change:
-- finding:
CREATE TABLE events (id serial PRIMARY KEY, body text);
CREATE TABLE visits (id integer GENERATED ALWAYS AS IDENTITY, body text, CONSTRAINT visits_key PRIMARY KEY (id));
