-- Run by the superuser over the local socket, as often as you like: what only a superuser can set up.
SET log_statement = 'none';

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tovplay_provisioner') THEN
    CREATE ROLE tovplay_provisioner;
  END IF;
END
$$;

-- Creates roles and the database for the infrastructure program, and can act for the roles it created.
ALTER ROLE tovplay_provisioner LOGIN NOSUPERUSER CREATEROLE CREATEDB NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 12
  PASSWORD '{{ provisionerVerifier }}';
ALTER ROLE tovplay_provisioner SET createrole_self_grant = 'set, inherit';
GRANT pg_monitor TO tovplay_provisioner WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;

-- Nobody connects to the maintenance databases but the superuser and the provisioner.
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO tovplay_provisioner;
ALTER ROLE postgres PASSWORD NULL;
