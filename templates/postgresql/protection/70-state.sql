-- What is armed, read from the catalog and not from a flag.

-- An access list as sorted text. 0 is PUBLIC.
CREATE OR REPLACE FUNCTION protection.access_list(acl aclitem[]) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(string_agg(line, ' ' ORDER BY line), 'default') FROM (
    SELECT concat(a.privilege_type, ':', CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END,
      CASE WHEN a.is_grantable THEN '*' END) AS line
    FROM aclexplode(acl) a) AS lines
$$;

-- Protection's triggers of each relation, from catalog columns, which do not change between PostgreSQL releases.
CREATE OR REPLACE VIEW protection.own_triggers AS
SELECT tgrelid AS relation, string_agg(concat_ws(' ', tgname, tgenabled, tgtype, n.nspname, p.proname, encode(tgargs, 'escape'), tgoldtable,
  tgqual IS NOT NULL), E'\n' ORDER BY tgname) AS definition
FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE NOT tgisinternal AND tgname LIKE 'protection\_%' GROUP BY tgrelid;

-- Current definition of every installed part, by name.
CREATE OR REPLACE VIEW protection.part AS
SELECT 'functions' AS name, 'functions of protection' AS detail,
  string_agg(pg_get_functiondef(oid), E'\n' ORDER BY proname) AS definition
FROM pg_proc WHERE pronamespace = 'protection'::regnamespace
UNION ALL
SELECT 'tables and views', 'tables and views of protection', string_agg(concat_ws(' ', relname, relkind, relrowsecurity,
  (SELECT string_agg(ev_action, E'\n') FROM pg_rewrite WHERE ev_class = c.oid), t.definition), E'\n' ORDER BY relname)
FROM pg_class c LEFT JOIN protection.own_triggers t ON t.relation = c.oid
WHERE relkind IN ('r', 'v') AND (relnamespace = 'protection'::regnamespace OR c.oid = to_regclass('public."ProtectionStatus"'))
UNION ALL
SELECT 'access', 'owners and privileges of protection', string_agg(line, E'\n' ORDER BY line)
FROM (
  SELECT concat_ws(' ', 'schema', pg_get_userbyid(nspowner), protection.access_list(nspacl)) AS line
  FROM pg_namespace WHERE nspname = 'protection'
  UNION ALL
  SELECT concat_ws(' ', relname, pg_get_userbyid(relowner), protection.access_list(relacl))
  FROM pg_class WHERE relnamespace = 'protection'::regnamespace AND relkind IN ('r', 'v', 'S')
  UNION ALL
  SELECT concat_ws(' ', proname, pg_get_userbyid(proowner), protection.access_list(proacl))
  FROM pg_proc WHERE pronamespace = 'protection'::regnamespace
) AS held
UNION ALL
SELECT concat('event trigger ', evtname), concat('checks at ', evtevent),
  concat(evtevent, ' ', evtenabled, ' ', evttags::text, ' ', p.pronamespace = 'protection'::regnamespace, ' ', proname, ' ', rolname, ' ', rolsuper)
FROM pg_event_trigger JOIN pg_roles r ON r.oid = evtowner JOIN pg_proc p ON p.oid = evtfoid WHERE evtname LIKE 'protection\_%'
UNION ALL
SELECT concat('table ', table_name), CASE kind
    WHEN 'core' THEN 'deletions are recorded and limited, TRUNCATE is refused'
    WHEN 'log' THEN 'rows are never changed and can be deleted only after a year'
    ELSE 'TRUNCATE is refused' END,
  concat(pg_get_userbyid(c.relowner), ' ', c.relrowsecurity, E'\n', t.definition, E'\n',
    -- Other triggers, not as PostgreSQL would print them: that depends on the search path of anyone who looks.
    (SELECT string_agg(concat_ws(' ', tgname, tgenabled, tgtype, tgattr, n.nspname, f.proname, encode(tgargs, 'escape'), md5(tgqual::text)),
        E'\n' ORDER BY tgname)
      FROM pg_trigger JOIN pg_proc f ON f.oid = tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
      WHERE tgrelid = c.oid AND NOT tgisinternal AND tgname NOT LIKE 'protection\_%'),
    (SELECT string_agg(pg_get_ruledef(oid), E'\n' ORDER BY rulename) FROM pg_rewrite WHERE ev_class = c.oid))
FROM protection.protected_table p
JOIN pg_class c ON c.relname = p.table_name AND c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
LEFT JOIN protection.own_triggers t ON t.relation = c.oid;

-- Watched tables that have not been recreated but have lost or changed their triggers.
CREATE OR REPLACE VIEW protection.unarmed_table AS
SELECT p.table_name FROM protection.protected_table p
JOIN pg_class c ON c.oid = p.relation
LEFT JOIN protection.own_triggers t ON t.relation = c.oid
WHERE t.definition IS DISTINCT FROM p.triggers;

-- Grants that would allow removing protection or changing its records.
CREATE OR REPLACE VIEW protection.forbidden_grant AS
SELECT format('%s on %I for %s', a.privilege_type, c.relname, coalesce(g.rolname, 'PUBLIC')) AS problem
FROM protection.protected_table p
JOIN pg_class c ON c.relname = p.table_name AND c.relnamespace = 'public'::regnamespace
CROSS JOIN LATERAL aclexplode(c.relacl) a
LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE a.grantee <> c.relowner AND (
  a.grantee = 0 OR a.is_grantable
  OR a.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  OR (p.kind = 'log' AND a.privilege_type <> 'SELECT'
    AND NOT (a.privilege_type = 'INSERT' AND g.rolname IS NOT DISTINCT FROM p.writer)))
UNION ALL
SELECT format('%s on column %I of %I for %s', a.privilege_type, t.attname, c.relname, coalesce(g.rolname, 'PUBLIC'))
FROM protection.protected_table p
JOIN pg_class c ON c.relname = p.table_name AND c.relnamespace = 'public'::regnamespace
JOIN pg_attribute t ON t.attrelid = c.oid
CROSS JOIN LATERAL aclexplode(t.attacl) a
LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE p.kind = 'log' AND a.privilege_type <> 'SELECT'
UNION ALL
SELECT 'changed access to protection itself'
FROM protection.installed i JOIN protection.part n USING (name)
WHERE name = 'access' AND n.definition IS DISTINCT FROM i.definition;

ALTER VIEW protection.own_triggers OWNER TO tovplay_keeper;
ALTER VIEW protection.part OWNER TO tovplay_keeper;
ALTER VIEW protection.unarmed_table OWNER TO tovplay_keeper;
ALTER VIEW protection.forbidden_grant OWNER TO tovplay_keeper;
