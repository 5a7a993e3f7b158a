-- Owners and privileges of protection.
DO $$
DECLARE
  thing record;
BEGIN
  FOR thing IN SELECT oid::regprocedure AS name, proowner FROM pg_proc WHERE pronamespace = 'protection'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO tovplay_keeper', thing.name);
  END LOOP;
  FOR thing IN
    SELECT DISTINCT held.name, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee
    FROM (
      SELECT format('SCHEMA %I', nspname) AS name, nspacl AS acl, nspowner AS owner FROM pg_namespace WHERE nspname = 'protection'
      UNION ALL
      SELECT format('FUNCTION %s', oid::regprocedure), coalesce(proacl, acldefault('f', proowner)), proowner
      FROM pg_proc WHERE pronamespace = 'protection'::regnamespace
      UNION ALL
      SELECT format('TABLE %s', oid::regclass), relacl, relowner
      FROM pg_class WHERE relnamespace = 'protection'::regnamespace AND relkind IN ('r', 'v')
    ) AS held CROSS JOIN LATERAL aclexplode(held.acl) a
    WHERE a.grantee <> held.owner
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %s', thing.name, thing.grantee);
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA protection TO {{ users }};
GRANT EXECUTE ON FUNCTION protection.open(text, integer), protection.close() TO {{ callers.open }};
GRANT EXECUTE ON FUNCTION protection.is_open() TO {{ callers.is_open }};
GRANT EXECUTE ON FUNCTION protection.beat() TO {{ callers.beat }};
GRANT EXECUTE ON FUNCTION protection.row_counts(), protection.integrity_findings()
  TO {{ callers.row_counts }};
GRANT EXECUTE ON FUNCTION protection.content_hashes() TO {{ callers.content_hashes }};
-- ProtectionStatus reads tables as its owner, but calls functions as the querying role.
GRANT EXECUTE ON FUNCTION protection.access_list(aclitem[]) TO {{ callers.access_list }};

-- Protection reads the watched tables to count, hash and compare their rows.
DO $$
DECLARE
  watched text;
BEGIN
  FOR watched IN
    SELECT format('public.%I', table_name) FROM protection.protected_table WHERE to_regclass(format('public.%I', table_name)) IS NOT NULL
  LOOP
    EXECUTE format('GRANT SELECT ON %s TO tovplay_keeper', watched);
  END LOOP;
END
$$;
