-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY
);
-- change:
-- file: 100_notes.sql
-- whole:
CREATE TABLE notes (id bigint PRIMARY KEY);
-- later:
-- file: 100_labels.sql
CREATE TABLE labels (id bigint PRIMARY KEY);
