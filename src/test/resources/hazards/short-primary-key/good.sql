-- change:
CREATE TABLE events (id bigserial PRIMARY KEY, body text);
CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
