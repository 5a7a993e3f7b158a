-- One line per part: its name, a tab, and a hash of its content that ignores the order of rows. Run by the superuser.
SELECT c.oid::regclass::text || E'\t' || (xpath('/row/v/text()', query_to_xml(format(
  'SELECT count(*) || '':'' || coalesce(sum(hashtextextended(%s, 0)::numeric), 0) AS v FROM %s t',
  CASE WHEN volatile.columns IS NULL THEN 't::text' ELSE format('(to_jsonb(t) - %L::text[])::text', volatile.columns) END,
  c.oid::regclass), false, true, '')))[1]::text
FROM pg_class c
LEFT JOIN (VALUES
  -- Columns that VACUUM, ANALYZE and the start or end of a session change by themselves.
  ('pg_catalog.pg_proc'::regclass, '{proacl}'),
  ('pg_catalog.pg_class'::regclass, '{relacl,relpages,reltuples,relallvisible,relfrozenxid,relminmxid,relhasindex}'),
  ('pg_catalog.pg_database'::regclass, '{datfrozenxid,datminmxid}'),
  ('pg_catalog.pg_index'::regclass, '{indcheckxmin}')
) AS volatile (relation, columns) ON volatile.relation = c.oid
WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
  AND c.oid NOT IN ('pg_catalog.pg_statistic'::regclass, 'pg_catalog.pg_statistic_ext_data'::regclass)
  AND c.relnamespace <> 'pg_toast'::regnamespace;
SELECT 'sequence ' || schemaname || '.' || sequencename || E'\t' || coalesce(last_value::text, '-') FROM pg_sequences;
-- Rights on tables and functions: a GRANT that grants nothing still stores the default ones.
SELECT E'rights of tables\t' || sum(hashtextextended(concat(oid, ' ', coalesce(relacl, acldefault('r', relowner))), 0)::numeric) FROM pg_class;
SELECT E'rights of functions\t' || sum(hashtextextended(concat(oid, ' ', coalesce(proacl, acldefault('f', proowner))), 0)::numeric) FROM pg_proc;
