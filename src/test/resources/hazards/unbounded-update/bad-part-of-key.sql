-- history:
CREATE TABLE checks (
  id bigint PRIMARY KEY,
  kind text NOT NULL,
  subject bigint NOT NULL,
  done boolean NOT NULL DEFAULT false,
  UNIQUE (kind, subject)
);
-- rows:
INSERT INTO checks (id, kind, subject) SELECT n, 'daily', n FROM generate_series(1, 100) n;
-- change:
-- finding:
UPDATE checks SET done = true WHERE kind = 'daily';
UPDATE checks SET done = true WHERE kind = 'daily' AND subject = 7;
