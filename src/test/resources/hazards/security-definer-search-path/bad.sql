-- change:
-- finding:
CREATE FUNCTION may_read(who text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$
  SELECT who = 'me' -- SET search_path is missing
$$;
