-- change:
CREATE FUNCTION may_read(who text) RETURNS boolean LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT who = 'me'
$$;
