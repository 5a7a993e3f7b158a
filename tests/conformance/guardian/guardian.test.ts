import { execa } from "execa";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../testing/until.ts";
import { type GuardedDatabase, guardedDatabase, type ShownAlert } from "./guarded-database.ts";

let guarded: GuardedDatabase;

/** One database, which each test damages further: none of them looks for an alert that another one raises. */
beforeAll(async () => {
  guarded = await guardedDatabase();
});

afterAll(() => guarded?.remove());

/** Waits for an alert with these labels. */
function alert(labels: Record<string, string>): Promise<ShownAlert> {
  return until(`the alert ${JSON.stringify(labels)}`, async () => {
    const alerts = await guarded.alerts();
    const found = alerts.find((shown) =>
      Object.entries(labels).every(([name, value]) => shown.labels[name] === value),
    );
    if (!found)
      throw new Error(`there are ${alerts.map((shown) => JSON.stringify(shown.labels)).join("\n")}`);
    return found;
  });
}

/** Runs SQL under the application name `intruder`; returns `done` or the message of the error. */
async function attempt(
  user: string,
  sql: string,
  password = guarded.protected.server.password,
): Promise<string> {
  const { port } = guarded.protected.server;
  const client = new Client({
    host: "127.0.0.1",
    port,
    user,
    password,
    database: "TovPlay",
    application_name: "intruder",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(sql);
    return "done";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end();
  }
}

const nameOf = ({ labels }: ShownAlert) => labels.alertname;

test("a healthy database raises no alert, and each attempt raises one with its role, address and statement", async () => {
  await new Promise((resolve) => setTimeout(resolve, 25_000));
  const before = (await guarded.alerts()).filter(({ labels }) => labels.application !== "" || !labels.role);
  expect(before.filter(({ labels }) => labels.role === undefined).map(nameOf)).toEqual(["GuardianAlive"]);

  expect(await attempt("tovplay_app", 'DROP TABLE "User"')).toMatch(/protection: |must be owner/);
  const drop = await alert({ alertname: "DestructiveStatement", role: "tovplay_app", command: "DROP TABLE" });
  expect(drop.labels).toMatchObject({ severity: "critical", cluster: "test", application: "intruder" });
  expect(drop.labels.client_address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  expect(drop.annotations.detail).toBe('DROP TABLE "User"');

  expect(await attempt("tovplay_app", "SELECT 1", "wrong")).toMatch(/password authentication failed/);
  await alert({ alertname: "LoginRefused", role: "tovplay_app" });
  await until("it is recorded", async () => {
    const found = await guarded.protected.as(
      "tovplay_viewer",
      `SELECT client_address FROM "ConnectionAuditLog" WHERE event = 'refused' AND database_role = 'tovplay_app'`,
    );
    expect(found).toHaveLength(1);
  });

  expect(await attempt("postgres", 'GRANT DELETE ON "User" TO tovplay_viewer')).toBe("done");
  await alert({ alertname: "RightsChanged", role: "postgres", command: "GRANT" });
  await alert({ alertname: "UndeclaredAccess", right: '"tovplay_viewer" may DELETE on table "public.User"' });

  expect(await attempt("postgres", "ALTER ROLE tovplay_app PASSWORD 'hunter-two'")).toBe("done");
  const { annotations } = await alert({ alertname: "RightsChanged", command: "ALTER ROLE" });
  expect(annotations.detail).toBe("ALTER ROLE tovplay_app PASSWORD '…'");
  const { stdout } = await execa("docker", ["logs", guarded.guardian]);
  expect(stdout).not.toContain("hunter-two");
});

test("a failed backup raises an alert until any backup succeeds in the same repository", async () => {
  const run = (kind: string, repository: number, minutes: number, success: boolean) =>
    `INSERT INTO "BackupLog" (kind, repository, started_at, success, error)
      VALUES ('${kind}', ${repository}, now() - interval '${minutes} min', ${success}, ${success ? "NULL" : "'no'"})`;
  const runs = [run("full", 1, 4, false), run("full", 2, 3, false), run("incr", 1, 2, true)];
  await guarded.protected.as("tovplay_backup", ...runs);
  // The guardian checks backups when it starts, and then every minute.
  await execa("docker", ["restart", guarded.guardian]);
  await alert({ alertname: "BackupFailed", kind: "backup", repository: "2" });
  const failed = (await guarded.alerts()).filter((shown) => nameOf(shown) === "BackupFailed");
  expect(failed.map(({ annotations }) => annotations.summary)).toEqual([
    "the last backup of repository 2 failed",
  ]);
});

test("DROP DATABASE by the superuser raises an alert, whether it is refused or succeeds", async () => {
  const drop = 'DROP DATABASE "TovPlay" WITH (FORCE)';
  await expect(guarded.protected.server.query(drop)).rejects.toThrow(/template/);
  await alert({ alertname: "DestructiveStatement", role: "postgres", command: "DROP DATABASE" });
  await guarded.protected.server.query('ALTER DATABASE "TovPlay" IS_TEMPLATE false');
  await alert({ alertname: "TemplateLockOff" });
  await guarded.protected.server.query(drop);
  const { annotations } = await alert({ alertname: "DatabaseMissing", severity: "critical" });
  expect(annotations.fix).toContain("restore");
  await guarded.protected.server.query('CREATE DATABASE "TovPlay"');
  await alert({ alertname: "DatabaseReplaced" });
  expect(await guarded.ask("/health")).toContain('"ok"');
});

test("a missing data directory raises an alert", async () => {
  await execa("docker", [
    "exec",
    guarded.protected.server.container,
    "sh",
    "-c",
    "rm -rf /var/lib/postgresql/data/*",
  ]);
  await alert({ alertname: "DataDamaged", severity: "critical" });
  expect(await guarded.ask("/health")).toContain('"ok"');
});
