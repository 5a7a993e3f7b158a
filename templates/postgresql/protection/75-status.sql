-- Further conditions that must be true.
CREATE OR REPLACE VIEW protection.condition AS
SELECT 'change window is closed' AS name, open IS NULL AS armed,
  coalesce('open until ' || open.until || ' for ' || open.opened_by || ': ' || open.reason, 'drops and changes are refused') AS detail,
  (SELECT max(least(coalesce(closed_at, until), until)) FROM protection.change_window) AS since
FROM (SELECT) AS once
LEFT JOIN protection.change_window open ON open.closed_at IS NULL AND open.until > clock_timestamp()
UNION ALL
SELECT 'database is a template', datistemplate, 'DROP DATABASE is refused even for a superuser', NULL
FROM pg_database WHERE datname = current_database()
UNION ALL
SELECT 'database belongs to the keeper', rolname = 'tovplay_keeper' AND NOT rolcanlogin, concat('owner ', rolname), NULL
FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE datname = current_database()
UNION ALL
SELECT 'nobody who logs in owns anything', count(*) = 0, coalesce(string_agg(DISTINCT rolname, ', '), 'no such owner'), NULL
FROM pg_shdepend JOIN pg_roles r ON r.oid = refobjid
WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o' AND rolcanlogin AND NOT rolsuper
UNION ALL
SELECT 'nobody becomes keeper or owner', count(*) = 0, coalesce(string_agg(format('%s in %s', m.rolname, g.rolname), ', '), 'except the migrator, with SET ROLE'), NULL
FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid
WHERE g.rolname IN ('tovplay_keeper', 'tovplay_owner')
  AND NOT (m.rolname = 'tovplay_migrator' AND g.rolname = 'tovplay_owner' AND NOT a.inherit_option AND NOT a.admin_option)
  -- The provisioner keeps the right to grant roles that it created, but cannot log in while its window is closed.
  AND m.rolname <> 'tovplay_provisioner'
UNION ALL
SELECT 'nobody who logs in is privileged', count(*) = 0, coalesce(string_agg(rolname, ', '), 'the superuser has no password'), NULL
FROM pg_roles WHERE rolcanlogin AND oid <> 10 AND rolname <> 'tovplay_provisioner' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls)
UNION ALL
SELECT 'provisioner is locked', count(*) = 0, CASE count(*) WHEN 0 THEN 'it cannot log in' ELSE 'a deployment is running' END, NULL
FROM pg_roles WHERE rolname = 'tovplay_provisioner' AND (rolcanlogin OR rolsuper)
UNION ALL
SELECT 'PUBLIC may do nothing', NOT bool_or(may), 'it cannot connect, create temporary tables or use the schema', NULL
FROM (VALUES
  (has_database_privilege('public', current_database(), 'CONNECT, TEMPORARY, CREATE')),
  (has_schema_privilege('public', 'public', 'USAGE, CREATE'))) AS public (may)
UNION ALL
SELECT 'grants leave protection alone', count(*) = 0, coalesce(string_agg(problem, '; '), 'nobody may change a log or truncate'), NULL
FROM protection.forbidden_grant
UNION ALL
SELECT 'settings leave triggers alone', count(*) = 0, coalesce(string_agg(setting, ', '), 'for every role and database'), NULL
FROM pg_db_role_setting CROSS JOIN LATERAL unnest(setconfig) AS setting
WHERE setting ~* '^(event_triggers|session_replication_role|local_preload_libraries|session_preload_libraries)=';

-- Every part of this database's protection: whether it is armed, and since when.
CREATE OR REPLACE VIEW public."ProtectionStatus" AS
SELECT coalesce(i.name, n.name) AS name, n.definition IS NOT NULL AND n.definition IS NOT DISTINCT FROM i.definition AS armed,
  CASE WHEN n.definition = i.definition THEN i.since END AS since,
  CASE WHEN n.name IS NULL THEN 'is gone' WHEN n.definition = i.definition THEN n.detail
    ELSE 'is not as it was installed' END AS detail
FROM (SELECT * FROM protection.installed WHERE definition <> 'true') i FULL JOIN protection.part n USING (name)
UNION ALL
SELECT c.name, c.armed, CASE WHEN c.armed THEN greatest(c.since, i.since) END, c.detail
FROM protection.condition c LEFT JOIN protection.installed i USING (name);

-- A one-line summary of all parts that no deployment, window or grant on a table changes.
CREATE OR REPLACE FUNCTION protection.fingerprint() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('%s of %s parts as installed%s, sha256 %s', count(*) FILTER (WHERE armed), count(*),
    ', not: ' || string_agg(s.name, ', ' ORDER BY s.name) FILTER (WHERE NOT armed),
    left(encode(sha256(convert_to(string_agg(concat(s.name, ' ', s.armed, ' ', p.definition), E'\n' ORDER BY s.name COLLATE "C"), 'UTF8')), 'hex'), 16))
  FROM public."ProtectionStatus" s LEFT JOIN protection.part p USING (name)
  WHERE s.name IN (SELECT name FROM protection.part) OR s.detail = 'is gone' OR s.name = 'settings leave triggers alone'
$$;

ALTER VIEW protection.condition OWNER TO tovplay_keeper;
ALTER VIEW public."ProtectionStatus" OWNER TO tovplay_keeper;
