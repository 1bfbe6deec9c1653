-- change:
CREATE TABLE countries (code integer PRIMARY KEY, name text);
CREATE TABLE lines (id uuid PRIMARY KEY, position serial);
CREATE TABLE pairs (a serial, b serial, CONSTRAINT pairs_key PRIMARY KEY (a, b));
