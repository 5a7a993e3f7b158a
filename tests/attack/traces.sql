-- What can change without WAL, and the position of the WAL; one line per part.
SELECT E'wal\t' || pg_current_wal_insert_lsn();
SELECT E'slots\t' || coalesce(string_agg(slot_name || ':' || slot_type || ':' || coalesce(restart_lsn::text, ''), ' ' ORDER BY slot_name), '')
  FROM pg_replication_slots;
SELECT E'written settings\t' || md5(pg_read_file('postgresql.auto.conf'));
SELECT E'settings\t' || md5(string_agg(name || setting, ' ' ORDER BY name)) FROM pg_settings
  WHERE name NOT IN ('application_name');
SELECT E'configuration loaded\t' || pg_conf_load_time();
SELECT E'server started\t' || pg_postmaster_start_time();
SELECT E'files\t' || string_agg(directory || '/' || file, ' ' ORDER BY directory, file)
  FROM unnest(ARRAY['.', '/tmp', '/etc/postgresql', 'global', 'pg_replslot', 'pg_tblspc', 'pg_logical/snapshots', '/var/run/postgresql', '/var/lib/postgresql']) AS directory,
       LATERAL pg_ls_dir(directory) AS file
  WHERE file NOT LIKE 'pgstat.tmp%' AND file NOT IN ('pg_internal.init', 'pgstat.stat');
SELECT E'session of the application\t' || count(*) FROM pg_stat_activity WHERE application_name = 'victim';
