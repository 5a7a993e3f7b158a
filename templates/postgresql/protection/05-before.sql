-- Remembers what is armed before this installation; other parts are armed from now on.
CREATE TEMPORARY TABLE armed_before (name text PRIMARY KEY, since timestamptz) ON COMMIT DROP;
DO $$
BEGIN
  INSERT INTO pg_temp.armed_before SELECT name, since FROM public."ProtectionStatus" WHERE armed AND since IS NOT NULL;
EXCEPTION
  WHEN OTHERS THEN RAISE NOTICE 'nothing was protected yet: %', SQLERRM;
END
$$;
