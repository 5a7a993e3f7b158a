-- Creates the triggers. Correct ones are left unchanged, so that a reinstallation blocks no writes.
DO $$
DECLARE
  missing text;
BEGIN
  SELECT string_agg(quote_ident(table_name), ', ') INTO missing
  FROM protection.protected_table WHERE to_regclass(format('public.%I', table_name)) IS NULL;
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'protection cannot be installed: % is missing; run the migrations first', missing;
  END IF;
END
$$;

CREATE TEMPORARY TABLE wanted_trigger ON COMMIT DROP AS
SELECT format('public.%I', table_name) AS relation, d.name, d.moment, d.call
FROM protection.protected_table JOIN (VALUES
  ('core', 'protection_delete', 'AFTER DELETE', 'record_deletes(%S)'),
  ('core', 'protection_update', 'BEFORE UPDATE', 'refuse_update()'),
  ('core', 'protection_truncate', 'BEFORE TRUNCATE', 'refuse_truncate(''window'')'),
  ('kept', 'protection_truncate', 'BEFORE TRUNCATE', 'refuse_truncate(''window'')'),
  ('log', 'protection_truncate', 'BEFORE TRUNCATE', 'refuse_truncate(''never'')'),
  ('log', 'protection_update', 'BEFORE UPDATE', 'refuse_change()'),
  ('log', 'protection_delete', 'AFTER DELETE', 'keep_log(%L)')
) AS d (kind, name, moment, call) USING (kind)
UNION ALL
-- Its rows are inserted only by triggers of core tables, never by a statement.
SELECT 'public."DeleteAuditLog"', 'protection_insert', 'BEFORE INSERT', 'refuse_change()'
UNION ALL
SELECT format('protection.%I', relation), name, moment, format('guard_own_rows(%s)', writer)
FROM (VALUES ('change_window', 'tovplay_migrator'), ('heartbeat', 'tovplay_guardian'), ('protected_table', ''), ('installed', ''))
  AS own (relation, role)
CROSS JOIN (VALUES ('protection_write', 'BEFORE INSERT OR UPDATE'), ('protection_delete', 'BEFORE DELETE'),
  ('protection_truncate', 'BEFORE TRUNCATE')) AS d (name, moment)
CROSS JOIN LATERAL (SELECT CASE WHEN name = 'protection_write' AND role <> '' THEN quote_literal(role) END) AS w (writer);

ALTER TABLE pg_temp.wanted_trigger ADD definition text;
UPDATE pg_temp.wanted_trigger w
SET definition = format('CREATE TRIGGER %s %s ON %s %sFOR EACH STATEMENT %sEXECUTE FUNCTION protection.%s',
  w.name, w.moment, w.relation, CASE WHEN w.moment = 'AFTER DELETE' THEN 'REFERENCING OLD TABLE AS gone ' END,
  CASE WHEN w.moment = 'BEFORE INSERT' THEN 'WHEN ((pg_trigger_depth() < 1)) '
    -- The application's own statements do not call it.
    WHEN w.call = 'refuse_update()'
      THEN 'WHEN ((SESSION_USER = ANY (ARRAY[''tovplay_migrator''::name, ''tovplay_provisioner''::name]))) ' END,
  replace(replace(w.call,
    '%L', coalesce((SELECT quote_literal(p.moment_column) FROM protection.protected_table p WHERE format('public.%I', p.table_name) = w.relation), '')),
    '%S', quote_literal((SELECT coalesce(jsonb_object_agg(attname, '[redacted]'), '{}') FROM pg_attribute
      WHERE attrelid = w.relation::regclass AND attnum > 0 AND NOT attisdropped AND attname ~ '(password|secret|token|hash)'))));

DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN SELECT * FROM pg_temp.wanted_trigger LOOP
    CONTINUE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = wanted.relation::regclass AND tgname = wanted.name
      AND tgenabled = 'A' AND pg_get_triggerdef(oid) = wanted.definition);
    EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', wanted.name, wanted.relation);
    EXECUTE wanted.definition;
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', wanted.relation, wanted.name);
  END LOOP;
END
$$;

DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN SELECT * FROM (VALUES
    ('protection_start', 'ddl_command_start', 'judge_start'),
    ('protection_end', 'ddl_command_end', 'judge_end'),
    ('protection_drop', 'sql_drop', 'judge_drop')) AS e (name, event, function)
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM pg_event_trigger WHERE evtname = wanted.name AND evtevent = wanted.event
      AND evtenabled = 'A' AND evttags IS NULL AND evtfoid = format('protection.%I()', wanted.function)::regprocedure);
    EXECUTE format('DROP EVENT TRIGGER IF EXISTS %I', wanted.name);
    EXECUTE format('CREATE EVENT TRIGGER %I ON %s EXECUTE FUNCTION protection.%I()', wanted.name, wanted.event, wanted.function);
    EXECUTE format('ALTER EVENT TRIGGER %I ENABLE ALWAYS', wanted.name);
  END LOOP;
END
$$;
