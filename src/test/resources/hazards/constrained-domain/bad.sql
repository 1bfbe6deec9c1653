-- change:
-- finding:
CREATE DOMAIN positive AS integer CHECK (value > 0);
-- finding:
CREATE DOMAIN label AS text NOT NULL;
