-- history:
CREATE TABLE pages (id bigint PRIMARY KEY);
-- change:
CREATE TABLE visits (id bigint NOT NULL, page text);
ALTER TABLE visits ADD CONSTRAINT visits_pkey PRIMARY KEY (id);
CREATE TEMPORARY TABLE seen (id bigint);
CREATE TABLE old_pages (LIKE pages INCLUDING ALL);
CREATE TABLE IF NOT EXISTS pages (name text);
