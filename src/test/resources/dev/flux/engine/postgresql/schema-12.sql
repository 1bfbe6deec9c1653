ALTER TABLE orders ADD COLUMN doubled numeric GENERATED ALWAYS AS (amount * 2) STORED;
CREATE TABLE notices (
  id bigint PRIMARY KEY,
  measure_id bigint,
  region text,
  day date,
  FOREIGN KEY (measure_id, region, day) REFERENCES measures (id, region, day)
);
CREATE TABLE shapes (
  id integer PRIMARY KEY,
  width integer,
  height integer,
  area integer GENERATED ALWAYS AS (width * height) STORED,
  name varchar(20)
);
CREATE INDEX shapes_area_idx ON shapes (area);
