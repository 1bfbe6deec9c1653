CREATE TABLE customers (
  id int unsigned NOT NULL AUTO_INCREMENT,
  handle varchar(63) NOT NULL,
  full_name varchar(64) DEFAULT NULL,
  city varchar(84) CHARACTER SET utf8mb3 DEFAULT NULL,
  region varchar(85) CHARACTER SET utf8mb3 DEFAULT NULL,
  phone varchar(255) CHARACTER SET latin1 DEFAULT NULL,
  fax varchar(256) CHARACTER SET latin1 DEFAULT NULL,
  token char(36) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  locale char(5) DEFAULT 'en_US',
  kind enum('person','company') DEFAULT NULL,
  perms set('read','write','admin','a4','a5','a6','a7','a8') NOT NULL DEFAULT 'read',
  credit decimal(9,2) NOT NULL DEFAULT 0.00,
  rank_no smallint unsigned DEFAULT NULL,
  visits mediumint NOT NULL DEFAULT 0,
  active bit(1) NOT NULL DEFAULT b'1',
  weight double DEFAULT NULL,
  born date DEFAULT NULL,
  seen_at datetime(3) DEFAULT NULL,
  joined_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  wake_at time DEFAULT NULL,
  since year DEFAULT NULL,
  prefs json DEFAULT NULL,
  avatar blob,
  digest binary(16) DEFAULT NULL,
  memo tinytext,
  referrer_id int unsigned DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_customers_handle (handle),
  KEY idx_customers_name (full_name(20)),
  KEY idx_customers_kind_city (kind, city),
  KEY fk_customers_referrer (referrer_id),
  CONSTRAINT fk_customers_referrer FOREIGN KEY (referrer_id) REFERENCES customers (id) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE invoices (
  id bigint NOT NULL AUTO_INCREMENT,
  number varchar(32) NOT NULL,
  customer_id int unsigned NOT NULL,
  approver_id int unsigned DEFAULT NULL,
  net decimal(12,2) NOT NULL,
  vat decimal(12,2) NOT NULL DEFAULT 0.00,
  total decimal(13,2) GENERATED ALWAYS AS (net + vat) STORED,
  state varchar(16) NOT NULL DEFAULT 'open',
  due_on date DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_invoices_number (number),
  KEY idx_invoices_customer (customer_id, due_on),
  CONSTRAINT fk_invoices_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT chk_invoices_net CHECK (net >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE invoice_lines (
  invoice_id bigint NOT NULL,
  line_no smallint NOT NULL,
  label varchar(120) CHARACTER SET latin1 NOT NULL,
  quantity int unsigned NOT NULL DEFAULT 1,
  price decimal(10,2) NOT NULL,
  PRIMARY KEY (invoice_id, line_no),
  CONSTRAINT fk_lines_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE entries (
  id int NOT NULL AUTO_INCREMENT,
  title varchar(150) NOT NULL,
  body mediumtext NOT NULL,
  tags varchar(100) DEFAULT NULL,
  author_id int DEFAULT NULL,
  slug varchar(150) GENERATED ALWAYS AS (lower(title)) VIRTUAL,
  published tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  KEY idx_entries_slug (slug),
  FULLTEXT KEY ft_entries (title, body)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE carts (
  id int NOT NULL AUTO_INCREMENT,
  item varchar(40) NOT NULL,
  unit_price decimal(8,2) NOT NULL,
  units int NOT NULL DEFAULT 1,
  amount decimal(10,2) GENERATED ALWAYS AS (unit_price * units) VIRTUAL,
  amount_kept decimal(10,2) GENERATED ALWAYS AS (unit_price * units) STORED,
  extras json DEFAULT NULL,
  PRIMARY KEY (id),
  KEY idx_carts_amount (amount)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE visits (
  session_id char(32) NOT NULL,
  page varchar(200) DEFAULT NULL,
  seen int unsigned NOT NULL,
  KEY idx_visits_session (session_id)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

CREATE TABLE metrics (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  taken_on date NOT NULL,
  name varchar(50) NOT NULL,
  reading double DEFAULT NULL,
  PRIMARY KEY (id, taken_on),
  KEY idx_metrics_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
PARTITION BY RANGE (TO_DAYS(taken_on)) (
  PARTITION m2301 VALUES LESS THAN (TO_DAYS('2023-02-01')),
  PARTITION m2302 VALUES LESS THAN (TO_DAYS('2023-03-01')),
  PARTITION mrest VALUES LESS THAN MAXVALUE
);

CREATE TABLE outlets (
  id int NOT NULL,
  country varchar(2) NOT NULL,
  name varchar(40) DEFAULT NULL,
  PRIMARY KEY (id, country)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
PARTITION BY LIST COLUMNS (country) (
  PARTITION north VALUES IN ('no', 'se'),
  PARTITION south VALUES IN ('it', 'es')
);

CREATE TABLE buckets (
  id int NOT NULL AUTO_INCREMENT,
  payload varchar(60) DEFAULT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 PARTITION BY KEY (id) PARTITIONS 4;

CREATE TABLE archive (
  id int NOT NULL AUTO_INCREMENT,
  line varchar(80) NOT NULL,
  extra text,
  PRIMARY KEY (id),
  KEY idx_archive_line (line)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8;

CREATE TABLE compacted (
  id int NOT NULL AUTO_INCREMENT,
  note varchar(60) DEFAULT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 ROW_FORMAT=COMPACT;

CREATE TABLE counters (
  id int unsigned NOT NULL AUTO_INCREMENT,
  name varchar(50) NOT NULL,
  hits int NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  KEY idx_counters_name (name)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb3;

CREATE TABLE sites (
  id int NOT NULL AUTO_INCREMENT,
  place point NOT NULL,
  outline polygon NOT NULL,
  title varchar(30) DEFAULT NULL,
  PRIMARY KEY (id),
  SPATIAL KEY sp_sites_place (place)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE devices (
  serial varchar(20) NOT NULL,
  model varchar(30) DEFAULT NULL,
  sold_on date DEFAULT NULL,
  UNIQUE KEY uq_devices_serial (serial)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO customers (handle, full_name, kind) VALUES ('ann', 'Ann', 'person'), ('bob', 'Bob', 'company');
INSERT INTO invoices (number, customer_id, net) VALUES ('n1', 1, 10), ('n2', 2, 20);
INSERT INTO invoice_lines VALUES (1, 1, 'a', 1, 10), (2, 1, 'b', 2, 10);
INSERT INTO entries (title, body) VALUES ('One', 'first'), ('Two', 'second');
INSERT INTO carts (item, unit_price) VALUES ('pen', 1), ('ink', 2);
INSERT INTO visits VALUES ('a', '/', 1), ('b', '/b', 2);
INSERT INTO metrics (taken_on, name) VALUES ('2023-01-05', 'a'), ('2023-02-05', 'b'), ('2023-05-05', 'c');
INSERT INTO outlets VALUES (1, 'no', 'a'), (2, 'it', 'b');
INSERT INTO buckets (payload) VALUES ('a'), ('b'), ('c');
INSERT INTO archive (line) VALUES ('a'), ('b');
INSERT INTO compacted (note) VALUES ('a'), ('b');
INSERT INTO counters (name) VALUES ('a'), ('b');
INSERT INTO sites (place, outline) VALUES (ST_GeomFromText('POINT(1 1)'), ST_GeomFromText('POLYGON((0 0,0 1,1 1,0 0))'));
INSERT INTO devices VALUES ('s1', 'a', NULL), ('s2', 'b', NULL);
