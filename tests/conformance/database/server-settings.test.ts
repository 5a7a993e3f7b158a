import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hbaFile } from "../../../infra/database/server/hba.ts";
import { serverHealth } from "../../../infra/database/server/postgres-server.ts";
import { script } from "../../../infra/host/script.ts";
import { until } from "../testing/until.ts";
import { makeServer, type ScratchServer } from "./scratch-server.ts";

const rules = hbaFile("TovPlay", []);
let server: ScratchServer;

beforeAll(async () => {
  server = await makeServer();
  expect(await server.applyRules(rules)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^in place/),
  });
  await server.start();
  await server.ready();
});

afterAll(() => server?.remove());

test("PostgreSQL accepts every setting, access rule and user mapping", async () => {
  expect(
    await server.sql("SELECT name, error FROM pg_file_settings WHERE error IS NOT NULL OR NOT applied"),
  ).toBe("");
  expect(await server.sql("SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL")).toBe(
    "",
  );
  expect(await server.sql("SELECT DISTINCT map_name, error FROM pg_ident_file_mappings ORDER BY 1")).toBe(
    "backup|\nlogins|",
  );
});

test("pages have checksums, and ALTER SYSTEM is refused", async () => {
  expect(await server.sql("SHOW data_checksums")).toBe("on");
  await expect(server.sql("ALTER SYSTEM SET fsync = off")).rejects.toThrow(/ALTER SYSTEM is not allowed/);
});

test("Docker's log refers to the structured log, which records a change made inside a DO block", async () => {
  expect(await server.dockerLog()).toMatch(
    /00000 LOG: {2}redirecting log output to logging collector process\n(?!.*HINT)/,
  );
  await server.sql(
    "DO $$ BEGIN EXECUTE 'CREATE TABLE made_in_a_block (id int)'; END $$; DROP TABLE made_in_a_block",
  );
  await until("both changes are recorded", async () => {
    const records = await server.log();
    const audit = records.filter(
      ({ user, message }) => user === "postgres" && /^AUDIT: /.test(String(message)),
    );
    const text = audit.map(({ message }) => message).join("\n");
    expect(text).toMatch(/DDL,CREATE TABLE.*CREATE TABLE made_in_a_block/);
    expect(text).toMatch(/DDL,DROP TABLE.*DROP TABLE made_in_a_block/);
  });
  expect(await server.run(["stat", "-c", "%a", "/var/log/postgresql"])).toMatch(/^1?77[05]$/);
});

test.each([
  { look: "closer look", command: serverHealth.first },
  {
    look: "look",
    command: ["bash", "-c", script("host/watch"), "watch", ...serverHealth.look.map(String)],
  },
])("the $look of the health check neither logs in nor is refused", async ({ command }) => {
  const since = (await server.log()).length;
  await server.run(command);
  await until("the question is recorded", async () => {
    const messages = (await server.log()).slice(since).map(({ message }) => String(message));
    const asked = messages.findIndex((message) => message.startsWith("connection received: host=127.0.0.1"));
    expect(asked).toBeGreaterThanOrEqual(0);
    expect(messages.slice(asked).join()).not.toMatch(/rejects|authorized|failed/);
  });
});

test("a statement's parameters stay out of the log, even when it is slow", async () => {
  await server.sql("SELECT pg_sleep(1.1), $1 \\bind 'given-value' \\g");
  await until("it is recorded", async () => {
    const text = JSON.stringify(await server.log());
    expect(text).toMatch(/duration: 1\d{3}\.\d+ ms/);
    expect(text).not.toContain("given-value");
  });
});

test("role changes are recorded without passwords", async () => {
  const statements = [
    // As templates/postgresql/provision.sql and the provisioner's own settings have it.
    "SET log_statement = 'none'",
    "CREATE ROLE watched LOGIN PASSWORD 'topsecret-1'",
    "ALTER USER watched ENCRYPTED PASSWORD 'topsecret-2' VALID UNTIL 'infinity'",
    "DO $$ BEGIN EXECUTE $q$ALTER ROLE watched PASSWORD 'topsecret-3'$q$; END $$",
    "GRANT pg_monitor TO watched",
  ];
  await server.sql(`${statements.join(";\n")};`);
  await until("the grant is recorded", async () => {
    const text = JSON.stringify(await server.log());
    expect(text).toMatch(/ROLE,CREATE ROLE.*<REDACTED>.*ROLE,GRANT ROLE/);
    expect(text).not.toContain("topsecret");
  });
});

test("the server's own user can log in as each declared role over the local socket without a password, and nobody else can", async () => {
  const roles = ["tovplay_backup", "tovplay_viewer", "tovplay_app", "tovplay_stranger"];
  await server.sql(
    ['CREATE DATABASE "TovPlay"', ...roles.map((role) => `CREATE ROLE ${role} LOGIN`)].join(";\n"),
  );
  const psql = (role: string, database = "TovPlay") => [
    "psql",
    "--host=/var/run/postgresql",
    `--username=${role}`,
    `--dbname=${database}`,
    "-Atc",
    "SELECT session_user",
  ];
  for (const role of roles.slice(0, 3)) expect(await server.run(psql(role))).toBe(role);
  await expect(server.run(psql("tovplay_viewer", "postgres"))).rejects.toThrow(/rejects connection/);
  await expect(server.run(psql("tovplay_stranger"))).rejects.toThrow(/pg_hba\.conf rejects connection/);
  const asRoot = ["exec", "--user", "0:0", server.name, ...psql("tovplay_viewer")];
  await expect(execa("docker", asRoot)).rejects.toThrow(/Permission denied|Peer authentication failed/);
});
