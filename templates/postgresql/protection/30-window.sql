-- The change window: lets only the migrator do, for a limited time, what is otherwise refused.
CREATE OR REPLACE FUNCTION protection.refuse(what text, mend text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'protection: %', what USING ERRCODE = 'TP001', HINT = $2;
END
$$;

-- Whether a window is open for any role.
CREATE OR REPLACE FUNCTION protection.is_open() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM protection.change_window WHERE closed_at IS NULL AND until > clock_timestamp())
$$;

-- Whether the window applies to this session.
CREATE OR REPLACE FUNCTION protection.window_counts() RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT session_user = 'tovplay_migrator' AND EXISTS (
    SELECT FROM protection.change_window
    WHERE closed_at IS NULL AND until > clock_timestamp()
      AND transaction_id IS DISTINCT FROM pg_current_xact_id_if_assigned())
$$;

CREATE OR REPLACE FUNCTION protection.session_is_superuser() RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT rolsuper FROM pg_roles WHERE rolname = session_user
$$;

-- Opens a window for some minutes and returns its end. Refused while another one is open.
CREATE OR REPLACE FUNCTION protection.open(reason text, minutes integer) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  ends timestamptz;
BEGIN
  IF session_user <> 'tovplay_migrator' THEN
    PERFORM protection.refuse(format('%I may not open a change window', session_user), 'Log in as tovplay_migrator.');
  ELSIF minutes IS NULL OR minutes NOT BETWEEN 1 AND 60 THEN
    PERFORM protection.refuse('a change window lasts 1 to 60 minutes', 'Give the minutes that the migration needs.');
  ELSIF reason IS NULL OR length(btrim(reason)) NOT BETWEEN 10 AND 500 THEN
    PERFORM protection.refuse('a change window needs a reason of 10 to 500 characters', 'State what changes and why.');
  END IF;
  LOCK TABLE protection.change_window IN EXCLUSIVE MODE;
  IF protection.is_open() THEN
    PERFORM protection.refuse('a change window is already open', 'Use it, or close it with SELECT protection.close().');
  END IF;
  INSERT INTO protection.change_window (reason, until)
  VALUES (btrim(reason), clock_timestamp() + make_interval(mins => minutes)) RETURNING until INTO ends;
  RAISE LOG 'protection: change window opened by % until %: %', session_user, ends, btrim(reason);
  RETURN ends;
END
$$;

-- Closes the open window, if there is one.
CREATE OR REPLACE FUNCTION protection.close() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE protection.change_window SET closed_at = clock_timestamp()
  WHERE closed_at IS NULL AND until > clock_timestamp();
  IF FOUND THEN
    RAISE LOG 'protection: change window closed by %', session_user;
  END IF;
END
$$;
