-- What provider/provisioning-window.sh gives the provisioner during a deployment.
ALTER ROLE tovplay_provisioner LOGIN CREATEROLE CREATEDB REPLICATION VALID UNTIL 'infinity';
SELECT format('GRANT %s TO tovplay_provisioner WITH INHERIT TRUE, SET TRUE GRANTED BY tovplay_provisioner', roleid::regrole)
  FROM pg_auth_members JOIN pg_roles r ON r.oid = roleid
  WHERE member = 'tovplay_provisioner'::regrole AND admin_option AND NOT starts_with(rolname, 'pg_') \gexec
