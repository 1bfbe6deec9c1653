-- history:
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  scores int[]
);
-- change:
UPDATE users SET scores[1] = 3, scores[2] = 4 WHERE id = 7;
