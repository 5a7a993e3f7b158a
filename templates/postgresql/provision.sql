-- Sets up what only a superuser can. Idempotent; run by the superuser over the local socket in template1.
BEGIN;
SET LOCAL log_statement = 'none';
SET LOCAL pgaudit.log = 'none';
-- The lock that provider/provisioning-window.sh takes as well, because concurrent changes of one role fail.
DO 'BEGIN PERFORM pg_advisory_xact_lock(5432, 1); END';

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tovplay_provisioner') THEN
    CREATE ROLE tovplay_provisioner NOLOGIN;
  END IF;
END
$$;

-- Only provider/provisioning-window.sh decides whether it may log in and create roles and databases.
ALTER ROLE tovplay_provisioner NOSUPERUSER NOBYPASSRLS CONNECTION LIMIT 12 PASSWORD '{{ provisionerVerifier }}';
COMMIT;

-- Lets it act as the roles that it creates; the window revokes that when it closes.
ALTER ROLE tovplay_provisioner SET createrole_self_grant = 'set, inherit';
-- Its statements contain password verifiers, which must not be logged; pgaudit records the statements without them.
ALTER ROLE tovplay_provisioner SET log_statement = 'none';
GRANT pg_monitor, pg_read_all_data, pg_read_all_settings TO tovplay_provisioner
  WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;

-- No role may be a member of roles with access to files, programs or other sessions.
DO $$
DECLARE membership record;
BEGIN
  FOR membership IN
    SELECT m.roleid::regrole AS role, m.member::regrole AS member, m.grantor::regrole AS grantor
    FROM pg_auth_members m
    WHERE m.roleid::regrole::text IN ({% for role in forbiddenRoles %}'{{ role }}'{% unless forloop.last %}, {% endunless %}{% endfor %})
  LOOP
    EXECUTE format('REVOKE %s FROM %s GRANTED BY %s CASCADE', membership.role, membership.member, membership.grantor);
  END LOOP;
END
$$;

-- Only the superuser and the provisioner may connect to the maintenance databases.
REVOKE ALL ON DATABASE postgres, template0, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO tovplay_provisioner;
ALTER ROLE postgres PASSWORD NULL;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
\connect postgres
REVOKE ALL ON SCHEMA public FROM PUBLIC;
