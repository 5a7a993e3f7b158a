import { example, fixturesOf } from "../../testing/fixtures.ts";

interface Case {
  role?: Record<string, unknown>;
  membership?: Record<string, unknown>;
}

export const fixtures = fixturesOf<Case>(
  {
    good: {
      "a role that logs in": { role: { login: true, inherit: true, connectionLimit: 5 } },
      "an owner": { role: { login: false, superuser: false, createDatabase: false } },
      "the role that streams to the backup host": {
        role: { name: "tovplay_backup", login: true, replication: true },
      },
      "reading statistics": { membership: { grantRole: "pg_monitor" } },
      "reading everything": { role: { roles: ["pg_read_all_data"] } },
    },
    bad: {
      "a superuser": { role: { superuser: true }, says: "SUPERUSER" },
      "a role that creates databases": { role: { login: true, createDatabase: true }, says: "CREATEDB" },
      "a role that creates roles": { role: { createRole: true }, says: "CREATEROLE" },
      "a role that copies the cluster": { role: { login: true, replication: true }, says: "REPLICATION" },
      "a role that sees every row": { role: { bypassRowLevelSecurity: true }, says: "BYPASSRLS" },
      "a member of the superuser": { membership: { grantRole: "postgres" }, says: "a member of postgres" },
      "a role that runs programs on the server": {
        role: { roles: ["pg_monitor", "pg_execute_server_program"] },
        says: "pg_execute_server_program",
      },
      "a member that may add others": {
        membership: { grantRole: "example_owner", withAdminOption: true },
        says: "ADMIN OPTION",
      },
    },
  },
  ({ role, membership }) => [
    membership
      ? {
          type: "postgresql:index/grantRole:GrantRole",
          name: example,
          inputs: { role: "example_app", ...membership },
        }
      : { type: "postgresql:index/role:Role", name: example, inputs: { name: "example_app", ...role } },
  ],
);
