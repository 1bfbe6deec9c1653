-- change:
-- finding:
CREATE UNLOGGED TABLE drafts (id bigint PRIMARY KEY, body text);
