-- Functions for the guardian and backups: counts, hashes, integrity checks, the heartbeat.
CREATE OR REPLACE FUNCTION protection.beat() RETURNS timestamptz
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  UPDATE protection.heartbeat SET at = clock_timestamp() RETURNING at
$$;

-- Row counts of every existing protected table.
CREATE OR REPLACE FUNCTION protection.row_counts() RETURNS TABLE (table_name text, row_count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  FOR table_name IN
    SELECT p.table_name FROM protection.protected_table p
    WHERE to_regclass(format('public.%I', p.table_name)) IS NOT NULL ORDER BY 1
  LOOP
    EXECUTE format('SELECT count(*) FROM public.%I', table_name) INTO row_count;
    RETURN NEXT;
  END LOOP;
END
$$;

-- A hash of each core table's rows, independent of their order and of session settings.
CREATE OR REPLACE FUNCTION protection.content_hashes() RETURNS TABLE (table_name text, content_hash text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET datestyle = 'ISO' SET intervalstyle = 'iso_8601' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
BEGIN
  FOR table_name IN
    SELECT p.table_name FROM protection.protected_table p
    WHERE kind = 'core' AND to_regclass(format('public.%I', p.table_name)) IS NOT NULL ORDER BY 1
  LOOP
    EXECUTE format($q$
      SELECT md5(format('%%s %%s %%s', count(*), sum(('x' || left(h, 16))::bit(64)::bigint), sum(('x' || right(h, 16))::bit(64)::bigint)))
      FROM (SELECT md5(t::text) AS h FROM public.%I AS t) AS hashed$q$, table_name) INTO content_hash;
    RETURN NEXT;
  END LOOP;
END
$$;

-- Contradictory rows. Reads the tables without their indexes, because a corrupt index may be the cause.
CREATE OR REPLACE FUNCTION protection.integrity_findings() RETURNS TABLE (check_name text, found bigint, sample text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_bitmapscan = off AS $$
DECLARE
  counted constant text := $q$SELECT %L, count(*), coalesce((array_agg(key ORDER BY key))[1:5], '{}') FROM (%s) AS finding$q$;
  wanted record;
BEGIN
  FOR wanted IN SELECT * FROM protection.reference LOOP
    RETURN QUERY EXECUTE format(counted, format('%s.%s leads nowhere', wanted.child, wanted.child_column), format(
      'SELECT c.%I::text AS key FROM public.%I c WHERE c.%I IS NOT NULL AND NOT EXISTS (SELECT FROM public.%I p WHERE p.id = c.%3$I)',
      CASE wanted.child WHEN 'UserProfile' THEN 'user_id' ELSE 'id' END, wanted.child, wanted.child_column, wanted.parent));
  END LOOP;
  FOR wanted IN SELECT * FROM protection.uniqueness LOOP
    RETURN QUERY EXECUTE format(counted, format('%s has the same %s twice', wanted.table_name, wanted.what), format(
      'SELECT min(id::text) AS key FROM public.%I WHERE %s GROUP BY %s HAVING count(*) > 1',
      wanted.table_name, wanted.restriction, wanted.expression));
  END LOOP;
END
$$;

-- References that must be valid.
CREATE OR REPLACE VIEW protection.reference AS
SELECT * FROM (VALUES
  ('UserProfile', 'user_id', 'User'),
  ('UserSession', 'user_id', 'User'),
  ('GameRequest', 'sender_id', 'User'),
  ('GameRequest', 'recipient_id', 'User'),
  ('GameRequest', 'game_id', 'Game'),
  ('ScheduledSession', 'host_id', 'User'),
  ('ScheduledSession', 'guest_id', 'User'),
  ('ScheduledSession', 'game_id', 'Game'),
  ('ScheduledSession', 'game_request_id', 'GameRequest'),
  ('UserGamePreference', 'user_id', 'User'),
  ('UserGamePreference', 'game_id', 'Game'),
  ('UserAvailability', 'user_id', 'User'),
  ('UserFriends', 'user_id', 'User'),
  ('UserFriends', 'friend_id', 'User'),
  ('UserNotifications', 'user_id', 'User'),
  ('EmailVerification', 'user_id', 'User'),
  ('password_reset_tokens', 'user_id', 'User')
) AS reference (child, child_column, parent);

-- Values that must be unique. All are constants of this file, never input.
CREATE OR REPLACE VIEW protection.uniqueness AS
SELECT * FROM (VALUES
  ('User', 'user name', 'lower(username)', 'true'),
  ('User', 'e-mail address', 'lower(email)', 'true'),
  ('Game', 'name', 'lower(name)', 'true'),
  ('UserSession', 'token', 'token_hash', 'true'),
  ('ScheduledSession', 'request', 'game_request_id', 'game_request_id IS NOT NULL'),
  ('ScheduledSession', 'people and start', 'host_id, guest_id, starts_at', $$status = 'scheduled' AND guest_id IS NOT NULL$$),
  ('GameRequest', 'open question', 'sender_id, recipient_id, game_id, proposed_for', $$status = 'pending'$$),
  ('UserGamePreference', 'user and game', 'user_id, game_id', 'true')
) AS uniqueness (table_name, what, expression, restriction);
ALTER VIEW protection.reference OWNER TO tovplay_keeper;
ALTER VIEW protection.uniqueness OWNER TO tovplay_keeper;
