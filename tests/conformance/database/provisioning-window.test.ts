import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type PostgresServer, startPostgres } from "../testing/postgres-server.ts";
import { type Project, project } from "../testing/project.ts";
import { until } from "../testing/until.ts";

const checkout = fileURLToPath(new URL("../../../", import.meta.url));
const script = readFileSync(`${checkout}provider/provisioning-window.sh`, "utf8");
const password = "Zorn-7-quill";

let server: PostgresServer;
let deployment: Project;

beforeAll(async () => {
  server = await startPostgres();
  await server.query(`CREATE ROLE tester SUPERUSER LOGIN PASSWORD '${server.password}'`);
  await server.query("CREATE ROLE tovplay_provisioner NOLOGIN");
  await server.query("REVOKE ALL ON DATABASE template1 FROM PUBLIC");
  deployment = await project("provisioning-window");
  await deployment.write({ "Pulumi.yaml": settings, "index.ts": program(server) });
});

beforeEach(() => ask(`ALTER ROLE tovplay_provisioner PASSWORD '${password}'`));

afterAll(async () => {
  await deployment?.remove();
  await server?.stop();
});

const settings = `
name: provisioning-window
main: index.ts
runtime: { name: nodejs, options: { nodeargs: "--import tsx", typescript: false } }
plugins: { providers: [{ name: tovplay-host, path: ${checkout}provider }] }
`;

/** A program that goes on for longer than any test. */
const program = ({ container, port }: PostgresServer) => `
import { databaseAccess } from "${checkout}tests/conformance/database-access.ts";
databaseAccess(${JSON.stringify({ container, port })});
await new Promise((resolve) => setTimeout(resolve, 300_000));
`;

const ask = (sql: string) => server.query(sql, "postgres", { user: "tester", password: server.password });

async function isOpen(): Promise<boolean> {
  const [role] = await ask(`SELECT rolcanlogin AND rolcreaterole AND rolvaliduntil > now() AS open,
    rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication OR rolvaliduntil > now() AS ajar
    FROM pg_roles WHERE rolname = 'tovplay_provisioner'`);
  expect(role?.open).toBe(role?.ajar);
  return role?.open === true;
}

const closed = () => until("the window is closed", async () => expect(await isOpen()).toBe(false));

/** Somebody who holds the window open, with a sign of life twice a second. */
async function holder(silence = 5) {
  const child = execa("sh", ["-c", script], {
    env: { CONTAINER: server.container, SILENCE: String(silence) },
    stdin: "pipe",
    detached: true,
    reject: false,
  });
  child.stdin.on("error", () => undefined);
  const beat = setInterval(() => child.stdin.write("\n"), 500);
  const hush = () => clearInterval(beat);
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", () => resolve());
    void child.then(({ stderr }) => reject(new Error(stderr)));
  });
  const end = async () => {
    hush();
    child.stdin.end();
    await child;
  };
  const kill = () => {
    hush();
    process.kill(-Number(child.pid), "SIGKILL");
  };
  return { hush, end, kill };
}

const login = () => ({ host: "127.0.0.1", port: server.port, user: "tovplay_provisioner", password });

/** A session of the provisioner. */
async function session(): Promise<Client> {
  const client = new Client({ ...login(), database: "postgres" });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

test("lets the provisioner in for as long as somebody holds it, and ends its sessions then", async () => {
  await expect(session()).rejects.toThrow(/not permitted to log in|authentication failed/);
  const held = await holder();
  const client = await session();
  await client.query("CREATE ROLE made_in_the_window");
  await held.end();
  await expect(client.query("SELECT 1")).rejects.toThrow(/terminat|not queryable/);
  await expect(session()).rejects.toThrow(/not permitted to log in|authentication failed/);
  expect(await isOpen()).toBe(false);
});

test("the last of several holders closes it", async () => {
  const [first, second, third] = await Promise.all([holder(), holder(), holder()]);
  const client = await session();
  await Promise.all([first.end(), third.end()]);
  expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  expect(await isOpen()).toBe(true);
  await second.end();
  expect(await isOpen()).toBe(false);
});

test("what somebody does in the window does not keep it open, nor outlast it", async () => {
  const held = await holder();
  const [idle, busy] = [await session(), await session()];
  await idle.query("CREATE ROLE twin LOGIN CREATEROLE CREATEDB");
  await idle.query("SELECT pg_advisory_lock_shared(5432, 0), pg_advisory_lock(5432, 1)");
  // Its own password is the one thing of itself that a role may change; until it commits, nobody else changes the role.
  await busy.query(`BEGIN; ALTER ROLE tovplay_provisioner PASSWORD '${password}'`);
  await expect(new Client({ ...login(), database: "template1" }).connect()).rejects.toThrow(
    /permission denied/,
  );
  await held.end();
  expect(await isOpen()).toBe(false);
  expect(await ask("SELECT rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'twin'")).toEqual([
    { rolcreaterole: false, rolcreatedb: false },
  ]);
  for (const client of [idle, busy]) await expect(client.query("SELECT 1")).rejects.toThrow();
});

test("a holder that is killed, or of which nothing is heard any more, holds nothing", async () => {
  const killed = await holder();
  killed.kill();
  await closed();
  const silent = await holder(2);
  silent.hush();
  await closed();
  await silent.end();
});

test("what a server that was killed has left open is closed by the next holder", async () => {
  const held = await holder();
  await ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%window'");
  await held.end();
  expect(await isOpen()).toBe(true);
  await (await holder()).end();
  expect(await isOpen()).toBe(false);
});

test("the plugin opens it again when the server has restarted, and closes it after all", async () => {
  const running = deployment.start("up", "--yes", "--skip-preview");
  await until("the window is open", async () => expect(await isOpen()).toBe(true));
  await ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%window'");
  await until("it is held again", async () =>
    expect(await ask("SELECT 1 FROM pg_stat_activity WHERE application_name LIKE '%window'")).toHaveLength(1),
  );
  running.kill("SIGINT");
  await running;
  await closed();
});

test("once the engine is killed the provisioner cannot log in", async () => {
  const running = deployment.start("up", "--yes", "--skip-preview");
  await until("the window is open", async () => expect(await isOpen()).toBe(true));
  running.kill("SIGKILL");
  await running;
  await closed();
});
