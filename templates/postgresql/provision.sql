-- Run by the superuser over the local socket in template1, as often as you like: what only a superuser can set up.
BEGIN;
SET LOCAL log_statement = 'none';
SET LOCAL pgaudit.log = 'none';
-- The same lock as provider/provisioning-window.sh takes: two changes of one role at once fail.
DO 'BEGIN PERFORM pg_advisory_xact_lock(5432, 1); END';

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tovplay_provisioner') THEN
    CREATE ROLE tovplay_provisioner NOLOGIN;
  END IF;
END
$$;

-- Whether it may log in, create roles and databases is the business of provider/provisioning-window.sh alone.
ALTER ROLE tovplay_provisioner NOSUPERUSER NOBYPASSRLS CONNECTION LIMIT 12 PASSWORD '{{ provisionerVerifier }}';
COMMIT;

-- Lets it act for the roles that it creates; the window takes that from it again when it closes.
ALTER ROLE tovplay_provisioner SET createrole_self_grant = 'set, inherit';
-- The statements that it sets verifiers with are not to stand in the log; pgaudit tells of them without.
ALTER ROLE tovplay_provisioner SET log_statement = 'none';
GRANT pg_monitor, pg_read_all_data, pg_read_all_settings TO tovplay_provisioner
  WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;

-- Roles that reach files, programs or other people's sessions are nobody's.
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

-- Nobody connects to the maintenance databases but the superuser and the provisioner.
REVOKE ALL ON DATABASE postgres, template0, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO tovplay_provisioner;
ALTER ROLE postgres PASSWORD NULL;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
\connect postgres
REVOKE ALL ON SCHEMA public FROM PUBLIC;
