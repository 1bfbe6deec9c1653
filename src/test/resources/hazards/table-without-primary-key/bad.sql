-- change:
-- finding:
CREATE TABLE visits (at timestamptz, page text);
CREATE TABLE clicks (at timestamptz UNIQUE, page text);
