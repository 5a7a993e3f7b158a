-- Checks every schema change. Commands that could remove protection are refused before they start; commands on a table
-- are checked by their effect and rolled back by the error.
CREATE OR REPLACE FUNCTION protection.judge_start() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  fix constant text := 'Put it into a migration that begins with "-- protection: REASON".';
  allowed text[] := ARRAY['CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE INDEX', 'CREATE SEQUENCE',
    'CREATE VIEW', 'CREATE MATERIALIZED VIEW', 'REFRESH MATERIALIZED VIEW', 'CREATE TYPE', 'CREATE DOMAIN',
    'CREATE FUNCTION', 'CREATE PROCEDURE', 'CREATE TRIGGER', 'CREATE RULE', 'CREATE POLICY', 'CREATE STATISTICS',
    'REINDEX'];
  -- A superuser may use temporary tables, but which table is affected is known only at the end.
  judged_later constant text[] := ARRAY['DROP TABLE', 'DROP VIEW', 'DROP MATERIALIZED VIEW', 'DROP SEQUENCE',
    'DROP TYPE', 'DROP DOMAIN', 'DROP TRIGGER', 'DROP RULE', 'DROP POLICY', 'DROP STATISTICS'];
BEGIN
  IF tg_tag IN ('DROP OWNED', 'REASSIGN OWNED', 'DROP SCHEMA') THEN
    PERFORM protection.refuse(format('%s is refused at all times', tg_tag), 'Name each object.');
  END IF;
  IF protection.session_is_superuser() THEN
    IF tg_tag NOT LIKE 'DROP %' OR tg_tag = ANY (judged_later) THEN RETURN; END IF;
  ELSIF protection.window_counts() THEN
    RETURN;
  ELSIF session_user = 'tovplay_provisioner' THEN
    allowed := ARRAY['GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES'];
  END IF;
  IF tg_tag <> ALL (allowed) THEN
    PERFORM protection.refuse(format('%s by %I is refused outside a change window', tg_tag, session_user), fix);
  END IF;
END
$$;

-- The relation affected by an event trigger's command; null for functions, schemas and similar objects.
CREATE OR REPLACE FUNCTION protection.relation_of(class oid, object oid) RETURNS oid
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE class
    WHEN 'pg_class'::regclass THEN object
    WHEN 'pg_trigger'::regclass THEN (SELECT tgrelid FROM pg_trigger WHERE oid = object)
    WHEN 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = object)
    WHEN 'pg_policy'::regclass THEN (SELECT polrelid FROM pg_policy WHERE oid = object)
    WHEN 'pg_constraint'::regclass THEN (SELECT conrelid FROM pg_constraint WHERE oid = object)
  END
$$;

-- Whether a function or operator has the name of a built-in one. If its arguments match better, anyone who calls the built-in one
-- runs this one with their own privileges, even a superuser.
CREATE OR REPLACE FUNCTION protection.shadows(class oid, object oid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM pg_proc made JOIN pg_proc own USING (proname)
      WHERE class = 'pg_proc'::regclass AND made.oid = object AND made.oid <> own.oid AND own.pronamespace = 'pg_catalog'::regnamespace)
    OR EXISTS (SELECT FROM pg_operator made JOIN pg_operator own USING (oprname)
      WHERE class = 'pg_operator'::regclass AND made.oid = object AND made.oid <> own.oid AND own.oprnamespace = 'pg_catalog'::regnamespace)
$$;

CREATE OR REPLACE FUNCTION protection.judge_end() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  may constant boolean := protection.window_counts();
  creates constant boolean := tg_tag ~ '^(CREATE|SELECT INTO|REINDEX|REFRESH)';
  changed record;
  broken text;
BEGIN
  IF tg_tag IN ('GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES') THEN
    SELECT string_agg(problem, '; ') INTO broken FROM protection.forbidden_grant;
    IF broken IS NOT NULL THEN
      PERFORM protection.refuse(format('%s would result in a forbidden grant: %s', tg_tag, broken), 'Grant less.');
    END IF;
    RETURN;
  END IF;
  FOR changed IN
    SELECT d.object_identity, d.classid, d.objid, d.schema_name, r.relowner = 'tovplay_keeper'::regrole AS kept_relation,
      r.oid IN (SELECT relation FROM protection.protected_table) AS watched
    FROM pg_event_trigger_ddl_commands() d
    LEFT JOIN pg_class r ON r.oid = protection.relation_of(d.classid, d.objid)
    WHERE NOT d.in_extension AND d.schema_name IS DISTINCT FROM 'pg_temp' AND r.relpersistence IS DISTINCT FROM 't'
  LOOP
    IF changed.schema_name = 'protection' OR changed.kept_relation
      OR (changed.classid = 'pg_namespace'::regclass AND changed.objid = 'protection'::regnamespace) THEN
      PERFORM protection.refuse(format('%s on %s is refused at all times', tg_tag, changed.object_identity),
        'Only a deployment may change protection.');
    ELSIF protection.shadows(changed.classid, changed.objid) THEN
      PERFORM protection.refuse(format('%s on %s is refused at all times: it has the name of a built-in one', tg_tag,
        changed.object_identity), 'Use a different name.');
    ELSIF NOT may AND (NOT creates OR changed.watched) THEN
      PERFORM protection.refuse(format('%s on %s by %I is refused outside a change window', tg_tag,
        changed.object_identity, session_user), 'Put it into a migration that begins with "-- protection: REASON".');
    END IF;
  END LOOP;
  SELECT string_agg(table_name, ', ') INTO broken FROM protection.unarmed_table;
  IF broken IS NOT NULL THEN
    PERFORM protection.refuse(format('%s would remove protection triggers from %s', tg_tag, broken),
      'Do not change triggers whose names begin with protection_.');
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION protection.judge_drop() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  may constant boolean := protection.window_counts();
  dropped record;
BEGIN
  FOR dropped IN
    SELECT d.object_identity, d.schema_name = 'protection' OR d.object_identity = 'public."ProtectionStatus"'
      OR d.objid IN (SELECT relation FROM protection.protected_table WHERE kind = 'log') AS kept
    FROM pg_event_trigger_dropped_objects() d
    -- Defaults and triggers of a temporary table are not marked as temporary.
    WHERE NOT d.is_temporary AND (d.original OR d.schema_name NOT LIKE 'pg\_%temp%')
  LOOP
    IF dropped.kept THEN
      PERFORM protection.refuse(format('%s of %s is refused at all times', tg_tag, dropped.object_identity),
        'Only a deployment may change protection.');
    ELSIF NOT may THEN
      PERFORM protection.refuse(format('%s of %s by %I is refused outside a change window', tg_tag,
        dropped.object_identity, session_user), 'Put it into a migration that begins with "-- protection: REASON".');
    END IF;
  END LOOP;
END
$$;
