-- change:
CREATE TEMPORARY TABLE drafts (id bigint PRIMARY KEY, body text);
