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

/** A program that runs longer than any test. */
const program = ({ container, port }: PostgresServer) => `
import { databaseAccess } from "${checkout}tests/conformance/database/access.ts";
databaseAccess(${JSON.stringify({ container, port })});
await new Promise((resolve) => setTimeout(resolve, 300_000));
`;

const ask = (sql: string) => server.query(sql, "postgres", { user: "tester", password: server.password });

async function isOpen(): Promise<boolean> {
  const [role] = await ask(`SELECT rolcanlogin AND rolcreaterole AND rolvaliduntil > now() AS open,
    rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication OR rolvaliduntil > now() AS partly
    FROM pg_roles WHERE rolname = 'tovplay_provisioner'`);
  expect(role?.open).toBe(role?.partly);
  return role?.open === true;
}

const closed = () => until("the window is closed", async () => expect(await isOpen()).toBe(false));

/** A process that holds the window open with a heartbeat twice a second. */
async function holder(silence = 5) {
  const child = execa("sh", ["-c", script], {
    env: { CONTAINER: server.container, SILENCE: String(silence) },
    stdin: "pipe",
    detached: true,
    reject: false,
  });
  child.stdin.on("error", () => undefined);
  const beat = setInterval(() => child.stdin.write("\n"), 500);
  const goSilent = () => clearInterval(beat);
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", () => resolve());
    void child.then(({ stderr }) => reject(new Error(stderr)));
  });
  const end = async () => {
    goSilent();
    child.stdin.end();
    await child;
  };
  const kill = () => {
    goSilent();
    process.kill(-Number(child.pid), "SIGKILL");
  };
  return { goSilent, end, kill };
}

const login = () => ({ host: "127.0.0.1", port: server.port, user: "tovplay_provisioner", password });

/** A session of the provisioner. */
async function session(): Promise<Client> {
  const client = new Client({ ...login(), database: "postgres" });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

test("the window lets the provisioner log in while it is held, and then ends its sessions", async () => {
  await expect(session()).rejects.toThrow(/not permitted to log in|authentication failed/);
  const held = await holder();
  const client = await session();
  await client.query("CREATE ROLE made_in_the_window");
  await held.end();
  await expect(client.query("SELECT 1")).rejects.toThrow(/terminat|not queryable/);
  await expect(session()).rejects.toThrow(/not permitted to log in|authentication failed/);
  expect(await isOpen()).toBe(false);
});

test("the window closes when the last of several holders ends", async () => {
  const [first, second, third] = await Promise.all([holder(), holder(), holder()]);
  const client = await session();
  await Promise.all([first.end(), third.end()]);
  expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  expect(await isOpen()).toBe(true);
  await second.end();
  expect(await isOpen()).toBe(false);
});

test("nothing done in the window can keep it open or outlast it", async () => {
  const held = await holder();
  const [idle, busy] = [await session(), await session()];
  await idle.query("CREATE ROLE twin LOGIN CREATEROLE CREATEDB");
  await idle.query("SELECT pg_advisory_lock_shared(5432, 0), pg_advisory_lock(5432, 1)");
  // A role may change nothing of itself but its password; until it commits, nobody else can change the role.
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

test("the window closes when its holder is killed or falls silent", async () => {
  const killed = await holder();
  killed.kill();
  await closed();
  const silent = await holder(2);
  silent.goSilent();
  await closed();
  await silent.end();
});

test("the next holder closes a window that a lost session left open", async () => {
  const held = await holder();
  await ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%window'");
  await held.end();
  expect(await isOpen()).toBe(true);
  await (await holder()).end();
  expect(await isOpen()).toBe(false);
});

test("the plugin reopens the window after a lost session, and closes it in the end", async () => {
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

test("the provisioner cannot log in once the engine is killed", async () => {
  const running = deployment.start("up", "--yes", "--skip-preview");
  await until("the window is open", async () => expect(await isOpen()).toBe(true));
  running.kill("SIGKILL");
  await running;
  await closed();
});
