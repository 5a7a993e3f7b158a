-- Revokes functions that PostgreSQL lets any role call and with which a reader could fill the disk or the write-ahead log,
-- or block backups and migrations. Idempotent; run by the superuser in the application's database.
DO $$
DECLARE
  called record;
  trusted text;
BEGIN
  FOR called IN
    SELECT oid::regprocedure AS name, proname LIKE 'pg\_%advisory%' AS locks
    FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace
      AND (proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lo_open', 'lowrite', 'lo_truncate', 'lo_truncate64',
        'lo_unlink', 'lo_import', 'lo_export', 'pg_logical_emit_message') OR proname LIKE 'pg\_%advisory%lock%')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', called.name);
    CONTINUE WHEN NOT called.locks;
    -- Migrations, pgBackRest and the grants provider use these locks.
    FOREACH trusted IN ARRAY ARRAY[{{ lockHolders }}] LOOP
      CONTINUE WHEN to_regrole(trusted) IS NULL;
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', called.name, trusted);
    END LOOP;
  END LOOP;
END
$$;
-- DO can write anything to the server's log; calling existing functions does not need this privilege.
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO {{ owner }};
