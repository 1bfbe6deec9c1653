CREATE TABLE teams (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  code TEXT
);
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team_id INTEGER REFERENCES teams (id),
  email TEXT NOT NULL,
  login TEXT UNIQUE,
  name VARCHAR(40),
  nickname TEXT COLLATE NOCASE DEFAULT 'nick',
  age INTEGER CHECK (age >= 0),
  score REAL,
  doubled REAL AS (score * 2) VIRTUAL,
  viewed TEXT,
  triggered TEXT,
  low INTEGER,
  high INTEGER,
  owner_id INTEGER,
  small TEXT,
  CONSTRAINT ordered CHECK (low < high),
  FOREIGN KEY (owner_id) REFERENCES teams (id)
);
CREATE INDEX users_email ON users (email);
CREATE INDEX users_small ON users (lower(small)) WHERE nickname <> '';
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  amount NUMERIC,
  note TEXT
);
CREATE TABLE settings (
  "key" TEXT PRIMARY KEY,
  value TEXT,
  number INTEGER
) WITHOUT ROWID;
CREATE TABLE members (
  team INTEGER,
  person INTEGER,
  role TEXT,
  PRIMARY KEY (team, person)
);
CREATE TABLE free (
  a,
  b TEXT
);
CREATE TABLE single (only_one TEXT);
CREATE TABLE logs (
  id INTEGER PRIMARY KEY,
  text TEXT
);
CREATE TABLE bills (
  id INTEGER PRIMARY KEY,
  number TEXT CONSTRAINT named NOT NULL,
  user_id INTEGER,
  CONSTRAINT one_number UNIQUE (number),
  CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE VIEW user_views AS SELECT id, viewed FROM users;
CREATE TRIGGER users_triggered AFTER UPDATE OF triggered ON users
BEGIN
  INSERT INTO logs (text) VALUES (new.triggered);
END;
CREATE TRIGGER logs_gone AFTER DELETE ON logs
BEGIN
  UPDATE teams SET code = 'gone' WHERE id = old.id;
END;
