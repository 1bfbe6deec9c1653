CREATE TABLE teams (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  name varchar(60) NOT NULL,
  slug varchar(40) CHARACTER SET latin1 DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY teams_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE users (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  email varchar(60) NOT NULL,
  name varchar(50) DEFAULT NULL,
  title varchar(100) CHARACTER SET latin1 DEFAULT NULL,
  wide varchar(300) DEFAULT NULL,
  bio text,
  age int DEFAULT NULL,
  score int NOT NULL DEFAULT 0,
  status enum('new','active','gone') NOT NULL DEFAULT 'new',
  flags set('a','b') DEFAULT NULL,
  price decimal(10,2) DEFAULT NULL,
  ratio float DEFAULT NULL,
  created_at timestamp NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  data json DEFAULT NULL,
  code char(10) DEFAULT NULL COMMENT 'of the country',
  raw_bytes varbinary(100) DEFAULT NULL,
  ok tinyint(1) NOT NULL DEFAULT 0,
  small smallint DEFAULT NULL,
  team_id bigint unsigned DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY users_email (email),
  KEY users_name (name),
  KEY users_team_age (team_id, age),
  CONSTRAINT users_score CHECK (score >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE orders (
  id int NOT NULL AUTO_INCREMENT,
  user_id bigint unsigned NOT NULL,
  team_id bigint unsigned DEFAULT NULL,
  total decimal(12,2) NOT NULL,
  note varchar(200) DEFAULT NULL,
  placed date DEFAULT NULL,
  PRIMARY KEY (id),
  KEY orders_team (team_id),
  CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE plain (
  a int NOT NULL,
  b varchar(20) DEFAULT NULL,
  c int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE keyed (
  a int NOT NULL,
  b int NOT NULL,
  c int DEFAULT NULL,
  UNIQUE KEY keyed_a (a)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE articles (
  id int NOT NULL AUTO_INCREMENT,
  head varchar(200) NOT NULL,
  body text,
  lead_in text,
  PRIMARY KEY (id),
  FULLTEXT KEY articles_body (body)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE places (
  id int NOT NULL AUTO_INCREMENT,
  spot point NOT NULL,
  area geometry NOT NULL,
  label varchar(20) DEFAULT NULL,
  PRIMARY KEY (id),
  SPATIAL KEY places_spot (spot)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE computed (
  id int NOT NULL AUTO_INCREMENT,
  net int NOT NULL,
  tax int NOT NULL,
  gross int GENERATED ALWAYS AS (net + tax) VIRTUAL,
  twice int GENERATED ALWAYS AS (net * 2) STORED,
  half int GENERATED ALWAYS AS (tax / 2) VIRTUAL,
  PRIMARY KEY (id),
  KEY computed_half (half)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE events (
  id int NOT NULL,
  at_year int NOT NULL,
  kind varchar(20) DEFAULT NULL,
  PRIMARY KEY (id, at_year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
PARTITION BY RANGE (at_year) (
  PARTITION p0 VALUES LESS THAN (2020),
  PARTITION p1 VALUES LESS THAN (2025),
  PARTITION p2 VALUES LESS THAN (2030)
);

CREATE TABLE shards (
  id int NOT NULL,
  body varchar(20) DEFAULT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 PARTITION BY HASH (id) PARTITIONS 3;

CREATE TABLE squeezed (
  id int NOT NULL,
  body varchar(20) DEFAULT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPRESSED;

CREATE TABLE legacy (
  id int NOT NULL,
  body varchar(20) DEFAULT NULL,
  PRIMARY KEY (id),
  KEY legacy_body (body)
) ENGINE=MyISAM DEFAULT CHARSET=latin1;

CREATE TABLE notes (
  id int NOT NULL,
  body varchar(50) DEFAULT NULL,
  tag varchar(20) DEFAULT NULL,
  PRIMARY KEY (id),
  KEY notes_tag (tag)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

INSERT INTO teams (name) VALUES ('one'), ('two');
INSERT INTO users (email, name, age, team_id) VALUES ('a@a.test', 'Ann', 30, 1), ('b@b.test', 'Bob', 40, 2), ('c@c.test', 'Cid', 50, NULL);
INSERT INTO orders (user_id, team_id, total) VALUES (1, 1, 10), (2, 2, 20);
INSERT INTO plain VALUES (1, 'x', 1), (2, 'y', 2);
INSERT INTO keyed VALUES (1, 1, 1), (2, 2, 2);
INSERT INTO articles (head, body) VALUES ('one', 'first'), ('two', 'second');
INSERT INTO places (spot, area) VALUES (ST_GeomFromText('POINT(1 1)'), ST_GeomFromText('POINT(2 2)'));
INSERT INTO computed (net, tax) VALUES (1, 2), (3, 4);
INSERT INTO events VALUES (1, 2019, 'a'), (2, 2024, 'b'), (3, 2029, 'c');
INSERT INTO shards VALUES (1, 'a'), (2, 'b'), (3, 'c');
INSERT INTO squeezed VALUES (1, 'a');
INSERT INTO legacy VALUES (1, 'a');
INSERT INTO notes VALUES (1, 'a', 'x');
