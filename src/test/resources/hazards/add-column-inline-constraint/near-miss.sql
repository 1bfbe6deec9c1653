-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  name varchar(100),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  total numeric(10, 2),
  status text NOT NULL DEFAULT 'new'
);
-- rows:
INSERT INTO users (id, email, name) SELECT n, 'user' || n, 'Name ' || n FROM generate_series(1, 100) n;
INSERT INTO orders (id, user_id, total) SELECT n, n, n FROM generate_series(1, 100) n;
-- change:
CREATE TABLE accounts (id bigint PRIMARY KEY, email text);
ALTER TABLE accounts ADD COLUMN age integer CHECK (age > 0);
ALTER TABLE accounts ADD COLUMN nick text UNIQUE;
