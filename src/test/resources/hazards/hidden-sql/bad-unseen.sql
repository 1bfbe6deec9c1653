-- history:
CREATE TABLE pending (
  statement text NOT NULL
);
-- change:
-- finding:
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN TABLE pending LOOP
    EXECUTE one.statement;
  END LOOP;
END $$;
