-- history:
CREATE ROLE flux_clerks LOGIN;
-- change:
-- finding:
ALTER ROLE flux_clerks NOLOGIN;
