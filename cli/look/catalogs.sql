-- Everything about roles, databases and rights that a deployment declares, as one hash. The provisioner is left out: it may log in while a deployment runs.
SELECT md5(string_agg(line, E'\n' ORDER BY line)) FROM (
  SELECT to_jsonb(r)::text FROM pg_authid r WHERE rolname <> 'tovplay_provisioner'
  UNION ALL SELECT concat_ws(' ', 'member', roleid::regrole, member::regrole, grantor::regrole, admin_option, inherit_option, set_option)
    FROM pg_auth_members WHERE member <> to_regrole('tovplay_provisioner')
  UNION ALL SELECT concat_ws(' ', 'setting', setdatabase, setrole, setconfig) FROM pg_db_role_setting
  UNION ALL SELECT concat_ws(' ', 'database', datname, datdba::regrole, datacl, datconnlimit, datallowconn) FROM pg_database
  UNION ALL SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, nspacl) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'
  UNION ALL SELECT concat_ws(' ', 'relation', oid::regclass, relowner::regrole, relkind, relacl) FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_(toast|temp)'
  UNION ALL SELECT concat_ws(' ', 'column', attrelid::regclass, attname, attacl) FROM pg_attribute WHERE attacl IS NOT NULL
  UNION ALL SELECT concat_ws(' ', 'function', oid::regprocedure, proowner::regrole, proacl, prosecdef) FROM pg_proc WHERE oid >= 16384
  UNION ALL SELECT concat_ws(' ', 'type', oid::regtype, typowner::regrole, typacl) FROM pg_type WHERE typacl IS NOT NULL
  UNION ALL SELECT concat_ws(' ', 'default', defaclrole::regrole, defaclnamespace, defaclobjtype, defaclacl) FROM pg_default_acl
  UNION ALL SELECT concat_ws(' ', 'extension', extname, extversion, extowner::regrole) FROM pg_extension
) AS all_of_it(line)
