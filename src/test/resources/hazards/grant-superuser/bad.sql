-- history:
CREATE ROLE flux_reports LOGIN;
-- change:
-- finding:
ALTER ROLE flux_reports SUPERUSER;
-- finding:
ALTER ROLE flux_reports NOSUPERUSER BYPASSRLS;
