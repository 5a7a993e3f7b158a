-- Records the current definitions. Parts that were armed before keep their time.
UPDATE protection.protected_table p
SET relation = c.oid, triggers = t.definition
FROM pg_class c JOIN protection.own_triggers t ON t.relation = c.oid
WHERE c.relname = p.table_name AND c.relnamespace = 'public'::regnamespace
  AND (p.relation, p.triggers) IS DISTINCT FROM (c.oid, t.definition);

WITH now_there AS (
  SELECT name, definition FROM protection.part
  UNION ALL
  SELECT name, 'true' FROM protection.condition
)
INSERT INTO protection.installed AS i (name, definition, since)
SELECT n.name, n.definition, coalesce(a.since, now()) FROM now_there n LEFT JOIN armed_before a USING (name)
ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, since = excluded.since
WHERE (i.definition, i.since) IS DISTINCT FROM (excluded.definition, excluded.since);

DELETE FROM protection.installed
WHERE name NOT IN (SELECT name FROM protection.part UNION ALL SELECT name FROM protection.condition);
