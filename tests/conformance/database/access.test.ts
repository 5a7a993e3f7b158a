import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseRoles, forbiddenRoles } from "../../../infra/database/roles.ts";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { type PostgresServer, startPostgres } from "../testing/postgres-server.ts";
import { databaseAccess } from "./access.ts";

let server: PostgresServer;
let stack: Deployment;
/** Runs SQL as a superuser of the test: the server's own can no longer log in over TCP. */
const ask = (sql: string, database = "postgres") =>
  server.query(sql, database, { user: "tester", password: server.password });
const program = async () => {
  databaseAccess(server);
};

beforeAll(async () => {
  server = await startPostgres();
  await server.query(`CREATE ROLE tester SUPERUSER LOGIN PASSWORD '${server.password}'`);
  // Grants by hand from before the first deployment.
  await server.query("GRANT pg_signal_backend, pg_write_server_files TO pg_monitor");
  stack = await deployment("database-access");
  await stack.up(program);
});

afterAll(async () => {
  try {
    await stack?.close();
  } finally {
    await server?.stop();
  }
});

const provisioner = `SELECT rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication OR rolsuper OR rolbypassrls
  OR rolvaliduntil > now() AS open FROM pg_roles WHERE rolname = 'tovplay_provisioner'`;
const memberships = `SELECT count(*)::int AS n FROM pg_auth_members
  WHERE member = 'tovplay_provisioner'::regrole AND (inherit_option OR set_option)`;

test("the provisioner has no rights after a deployment, and a second deployment changes nothing", async () => {
  expect(await ask(provisioner)).toEqual([{ open: false }]);
  expect(await ask(memberships)).toEqual([{ n: 0 }]);
  expect(await stack.preview(program)).toEqual([]);
  expect(await stack.drift(program)).toEqual([]);
  expect(await ask(provisioner)).toEqual([{ open: false }]);
});

test("each role has exactly its declared attributes and memberships", async () => {
  const attributes = `SELECT rolname AS name, rolcanlogin AS login, rolinherit AS inherit, rolreplication AS replication,
    rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls AS more,
    ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid ORDER BY 1) AS "memberOf"
    FROM pg_roles r WHERE rolname LIKE 'tovplay\\_%' AND rolname <> 'tovplay_provisioner' ORDER BY rolname`;
  const declared = databaseRoles.map(({ name, login, inherit, replication, memberOf }) => ({
    ...{ name, login, inherit, replication, memberOf },
    more: false,
  }));
  expect(await ask(attributes)).toEqual(declared.sort((a, b) => a.name.localeCompare(b.name)));
});

test("no role is a member of one that reaches files, programs or other sessions", async () => {
  const members = `SELECT roleid::regrole::text AS role FROM pg_auth_members
    WHERE roleid::regrole::text = ANY ('{${forbiddenRoles.join()}}')`;
  expect(await ask(members)).toEqual([]);
});

test("PUBLIC has no rights on any database, nor on what the owner creates", async () => {
  const open = `SELECT datname FROM pg_database, aclexplode(COALESCE(datacl, acldefault('d', datdba))) WHERE grantee = 0`;
  expect(await ask(open)).toEqual([]);
  await ask(
    "SET ROLE tovplay_owner; CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "TovPlay",
  );
  const callers = `SELECT rolname FROM pg_roles WHERE has_function_privilege(oid, 'public.f()', 'EXECUTE')
    AND rolname LIKE 'tovplay\\_%'`;
  expect(await ask(callers, "TovPlay")).toEqual([{ rolname: "tovplay_owner" }]);
  await ask("DROP FUNCTION public.f()", "TovPlay");
});

test("tovplay_keeper owns the database, and not even the superuser can drop it", async () => {
  const database = `SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = 'TovPlay'`;
  expect(await ask(database)).toEqual([{ owner: "tovplay_keeper" }]);
  await expect(ask('DROP DATABASE "TovPlay"')).rejects.toThrow("cannot drop a template database");
});

const drifts: [string, string, string][] = [
  ['GRANT TEMPORARY ON DATABASE "TovPlay" TO tovplay_app', "tovplay-database-tovplay_app", "privileges"],
  ["ALTER ROLE tovplay_viewer CREATEDB", "tovplay_viewer", "~createDatabase"],
  ['ALTER DATABASE "TovPlay" IS_TEMPLATE false', "tovplay-database", "~isTemplate"],
  ["GRANT CONNECT ON DATABASE template1 TO PUBLIC", "provisioner-role", "observed"],
  ["GRANT pg_execute_server_program TO tovplay_app", "provisioner-role", "observed"],
];
test("a preview shows changes made by hand, and the next deployment reverts them", async () => {
  for (const [sql] of drifts) await ask(sql);
  const found = new Map((await stack.drift(program)).map((step) => [step.name, step.changes.join(" ")]));
  expect([...found.keys()].sort()).toEqual([...new Set(drifts.map(([, name]) => name))].sort());
  for (const [, name, change] of drifts) expect(found.get(name)).toContain(change);
  await stack.repair(program);
  expect(await stack.drift(program)).toEqual([]);
});
