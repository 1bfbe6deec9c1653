-- change:
CREATE FUNCTION may_read(who text) RETURNS boolean LANGUAGE sql AS $$
  SELECT who = 'SECURITY DEFINER'
$$;
CREATE FUNCTION may_write(who text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS 'SELECT true';
ALTER FUNCTION may_write(text) SET search_path = pg_catalog, pg_temp;
