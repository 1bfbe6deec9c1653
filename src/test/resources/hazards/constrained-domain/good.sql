-- change:
CREATE DOMAIN label AS text;
