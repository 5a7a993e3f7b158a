-- Triggers for changes to rows. They run as tovplay_keeper, so a role that deletes needs no privilege on the audit table.
CREATE OR REPLACE FUNCTION protection.refuse_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_ARGV[0] = 'never' THEN
    PERFORM protection.refuse(format('TRUNCATE of %I is refused at all times', TG_TABLE_NAME),
      'A superuser may delete what is older than a year.');
  ELSIF NOT protection.window_counts() THEN
    PERFORM protection.refuse(format('TRUNCATE of %I by %I is refused outside a change window', TG_TABLE_NAME, session_user),
      'Put it into a migration that begins with "-- protection: REASON".');
  END IF;
  RETURN NULL;
END
$$;

-- Old values are not recorded on UPDATE, so the owner of a table may change rows only in a window.
CREATE OR REPLACE FUNCTION protection.refuse_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT protection.window_counts() THEN
    PERFORM protection.refuse(format('UPDATE of %I by %I is refused outside a change window', TG_TABLE_NAME, session_user),
      'Put it into a migration that begins with "-- protection: REASON".');
  END IF;
  RETURN NULL;
END
$$;

-- Refuses an operation on a table completely.
CREATE OR REPLACE FUNCTION protection.refuse_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM protection.refuse(format('%s on %I by %I is refused at all times', TG_OP, TG_TABLE_NAME, session_user),
    'This table is an audit log.');
  RETURN NULL;
END
$$;

-- Only a superuser may delete rows of a log, and only those more than a year old.
CREATE OR REPLACE FUNCTION protection.keep_log() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT protection.session_is_superuser() OR EXISTS (
    SELECT FROM gone WHERE (to_jsonb(gone) ->> TG_ARGV[0])::timestamptz > now() - interval '1 year') THEN
    PERFORM protection.refuse(format('DELETE on %I by %I is refused', TG_TABLE_NAME, session_user),
      'A superuser may delete what is older than a year.');
  END IF;
  RETURN NULL;
END
$$;

-- Protection's own tables are written only by its functions for the given roles and by a superuser.
CREATE OR REPLACE FUNCTION protection.guard_own_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT protection.session_is_superuser() AND NOT coalesce(session_user = ANY (TG_ARGV), false) THEN
    PERFORM protection.refuse(format('%s on protection.%I by %I is refused', TG_OP, TG_TABLE_NAME, session_user),
      'Only a deployment may change protection.');
  END IF;
  RETURN NULL;
END
$$;

-- Refuses to delete many rows at once, and records deleted rows with their secrets replaced. Up to five rows in a
-- statement are always allowed.
CREATE OR REPLACE FUNCTION protection.record_deletes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  deleted bigint;
  remaining bigint;
BEGIN
  SELECT count(*) INTO deleted FROM gone;
  IF deleted > 5 AND NOT protection.window_counts() THEN
    -- With nine times as many remaining rows it is a tenth; stop counting there.
    EXECUTE format('SELECT count(*) FROM (SELECT FROM %I.%I LIMIT $1) AS counted', TG_TABLE_SCHEMA, TG_TABLE_NAME)
      INTO remaining USING 9 * least(deleted, 500);
    IF deleted > 500 OR remaining < 9 * deleted THEN
      PERFORM protection.refuse(
        format('DELETE of %s rows of %I by %I in one statement is refused outside a change window', deleted, TG_TABLE_NAME, session_user),
        'Delete at most 500 rows and a tenth of the table at once.');
    END IF;
  END IF;
  INSERT INTO public."DeleteAuditLog" (table_name, old_row, statement)
  SELECT TG_TABLE_NAME, to_jsonb(gone) || TG_ARGV[0]::jsonb, left(current_query(), 4000) FROM gone;
  RETURN NULL;
END
$$;
