-- fails: cannot run inside a transaction block
-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE MATERIALIZED VIEW names AS SELECT id, name FROM users;
CREATE UNIQUE INDEX names_id ON names (id);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
-- change:
-- finding:
CREATE INDEX CONCURRENTLY users_email ON users (email);
