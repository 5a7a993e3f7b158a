import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { until } from "../conformance/testing/until.ts";
import { asSuperuser } from "./database.ts";
import { linesWith } from "./log-store.ts";
import { docker, siteUrl, tovrun } from "./tovrun.ts";

const folder = mkdtempSync(join(tmpdir(), "tovplay-adopt-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function dumpWith(...statements: string[]): string {
  const file = join(folder, `${randomUUID()}.sql`);
  writeFileSync(file, [...statements, "-- PostgreSQL database dump complete", ""].join("\n"));
  return file;
}

/** Whether a launcher's quarantine is there. */
const quarantineOf = async (pid: number | undefined) =>
  (await docker("ps", "--all", "--quiet", "--filter", `label=org.tovplay.pid=${pid}`)) !== "";

test.each([
  ["SIGINT", 130, /interrupted/],
  ["SIGTERM", 143, /interrupted/],
  ["SIGHUP", 129, /interrupted/],
  ["SIGKILL", undefined, /^/],
] as const)("an adoption ended by %s leaves no container behind", async (signal, code, said) => {
  const run = tovrun("adopt", dumpWith('CREATE TABLE "Game" ();', "SELECT pg_sleep(3600);"), "--dry-run");
  await until("its server is there", () => quarantineOf(run.pid), 120);
  run.kill(signal);
  const { exitCode, stderr } = await run;
  expect(exitCode).toBe(code);
  expect(stderr).toMatch(said);
  await until("its server is gone", async () => !(await quarantineOf(run.pid)), 120);
});

test("no value of a row of a dump reaches a terminal, a container's log, the server's records or the log store", async () => {
  const canary = `canary${randomUUID().slice(0, 8)}`;
  const columns = ["id", "username", "email", "password_hash", "created_at"];
  const file = dumpWith(
    `CREATE TABLE "User" (${columns.map((column) => `${column} text`).join(", ")});`,
    'COPY "User" FROM stdin;',
    columns.map((column) => `${canary}-${column}`).join("\t"),
    columns.map((column) => `${canary}-${column}`).join("\t"),
    "\\.",
    `SELECT '${canary}'::int;`,
  );
  const { exitCode, stdout, stderr } = await tovrun("adopt", file, "--json");
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/a text that is not valid[\s\S]*does not match/);
  const correlationId = randomUUID();
  await fetch(`${siteUrl}/api/games`, { headers: { "x-correlation-id": correlationId } });
  await until(
    "what was logged later is in the log store",
    async () => (await linesWith(correlationId)).size > 0,
    60,
  );
  const records = await docker(
    "exec",
    "tovplay-postgres",
    "sh",
    "-c",
    `grep -rl ${canary} /var/log/postgresql || true`,
  );
  const names = (await docker("ps", "--format", "{{.Names}}", "--filter", "label=org.tovplay.stack")).split(
    "\n",
  );
  const logs = await Promise.all(names.map((name) => docker("logs", "--since", "10m", name)));
  for (const text of [stdout, stderr, records, ...logs]) expect(text).not.toContain(canary);
  expect(await linesWith(canary)).toEqual(new Map());
});

test("a dry run of a matching dump succeeds, and changes nothing in the deployed database", async () => {
  const count = () => asSuperuser("SELECT count(*) FROM password_reset_tokens");
  const before = await count();
  const file = dumpWith(
    "CREATE TABLE password_reset_tokens (user_id uuid, token_hash bytea, expires_at timestamptz);",
  );
  const rows = ["--rows", "password_reset_tokens 0"];
  const { exitCode, stdout } = await tovrun("adopt", file, "--dry-run", "--json", ...rows);
  const tables = [{ table: "password_reset_tokens", rows: 0 }];
  expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 0, dryRun: true, tables });
  expect(await count()).toEqual(before);
});
