-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100),
  created_at timestamptz NOT NULL DEFAULT now()
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
-- file: R__one.sql
CREATE OR REPLACE VIEW one AS SELECT 1 AS n;
-- file: R__two.sql
CREATE OR REPLACE VIEW two AS SELECT 2 AS n;
