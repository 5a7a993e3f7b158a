import { randomUUID } from "node:crypto";
import { loadavg } from "node:os";
import { execa } from "execa";
import { migrationFiles } from "../../app/backend/src/migrations/migration-files.ts";
import { protectionSql } from "../../infra/database/protection.ts";
import { databaseRoles } from "../../infra/database/roles.ts";
import { logSettings } from "../../infra/database/server/log-settings.ts";
import { baseImage } from "../conformance/testing/images.ts";
import { until } from "../conformance/testing/until.ts";
import { median } from "./timing.ts";

/** The application's transactions as scripts for pgbench, each with its number among ten. */
const mix: Record<string, [number, string]> = {
  request: [
    3,
    `BEGIN;
SELECT set_config('tovplay.correlation_id', 'bench-0000', true), set_config('tovplay.user_id', 'bench', true);
INSERT INTO "GameRequest" (sender_id, recipient_id, game_id, proposed_for)
VALUES (md5('user1')::uuid, md5('user2')::uuid, md5('game1')::uuid, now() + random() * interval '1000 days');
INSERT INTO audit_log ("timestamp", correlation_id, action, resource_type, severity, function, success, duration_ms)
VALUES (now(), 'bench-0000', 'create_game_request', 'GameRequest', 'LOW', 'createGameRequest', true, 1);
COMMIT;`,
  ],
  session: [
    3,
    `\\set n random(1, 1000)
UPDATE "UserSession" SET revoked_at = now() WHERE id = md5('session' || :n)::uuid;`,
  ],
  deletion: [
    1,
    `\\set n random(1, 2000000000)
INSERT INTO "UserNotifications" (id, user_id, kind) VALUES (md5(:client_id || 'n' || :n)::uuid, md5('user1')::uuid, 'bench');
DELETE FROM "UserNotifications" WHERE id = md5(:client_id || 'n' || :n)::uuid;`,
  ],
  read: [
    3,
    `\\set n random(1, 1000)
SELECT r.id, g.name FROM "GameRequest" r JOIN "Game" g ON g.id = r.game_id WHERE r.sender_id = md5('user' || :n)::uuid LIMIT 50;`,
  ],
};

const reference = `
INSERT INTO "User" (id, username, email) SELECT md5('user' || n)::uuid, 'user' || n, n || '@example.org' FROM generate_series(1, 1000) n;
INSERT INTO "Game" (id, name, max_players) SELECT md5('game' || n)::uuid, 'game' || n, 4 FROM generate_series(1, 50) n;
INSERT INTO "UserSession" (id, user_id, token_hash, expires_at)
SELECT md5('session' || n)::uuid, md5('user' || n)::uuid, sha256(n::text::bytea), now() + interval '1 day' FROM generate_series(1, 1000) n;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tovplay_app;`;

const name = "scratch-protection-cost";
/** Short, so that both servers meet the same noise of the machine. */
const seconds = 4;

/**
 * Transactions a second of the application's writes, with and without protection and recording: triggers, pgaudit,
 * structured log. Two servers in turn; no commit waits for the disk, whose noise would hide the cost in processor time.
 * @param rounds how often to measure each server
 */
export async function protectionCost(rounds: number): Promise<string[]> {
  const bare = `${name}-bare-${randomUUID().slice(0, 8)}`;
  const guarded = `${name}-guarded-${randomUUID().slice(0, 8)}`;
  try {
    await server(bare, []);
    await server(guarded, ["-c", "shared_preload_libraries=pgaudit", ...logSettings.flatMap(setting)]);
    await sql(guarded, protectionSql());
    await sql(guarded, "CREATE EXTENSION pgaudit");
    const load = loadavg()[0]?.toFixed(1);
    const servers = { bare, guarded };
    return [
      ...(await compared("mixed writes and reads", Object.keys(mix), servers, rounds)),
      ...(await compared("one row inserted and deleted", ["deletion"], servers, rounds)),
      `${rounds} rounds of ${seconds} s in turn, 4 clients; load average at the start ${load}`,
    ];
  } finally {
    await execa("docker", ["rm", "--force", "--volumes", bare, guarded]);
  }
}

const setting = ({ name: key, value }: (typeof logSettings)[number]) => [
  "-c",
  `${key}=${key === "log_directory" ? "/tmp" : value}`,
];

async function server(container: string, settings: string[]) {
  const image = await baseImage("postgres", "postgres:17");
  const run = ["run", "--detach", "--name", container, "--env", "POSTGRES_HOST_AUTH_METHOD=trust", image];
  await execa("docker", [
    ...run,
    "postgres",
    "-c",
    "synchronous_commit=off",
    "-c",
    "max_wal_size=4GB",
    ...settings,
  ]);
  await until("PostgreSQL answers", () => sql(container, "SELECT 1", "postgres", ["--host", "127.0.0.1"]));
  for (const { name: role, login } of databaseRoles)
    await sql(container, `CREATE ROLE ${role} ${login ? "LOGIN" : "NOLOGIN"}`, "postgres");
  await sql(container, 'CREATE DATABASE "TovPlay" OWNER tovplay_keeper', "postgres");
  await sql(
    container,
    "GRANT USAGE ON SCHEMA public TO PUBLIC; GRANT CREATE ON SCHEMA public TO tovplay_owner",
  );
  const migrations = migrationFiles(new URL("../../app/backend/migrations/", import.meta.url));
  const version = "CREATE TABLE schema_version (version integer PRIMARY KEY);";
  await sql(
    container,
    ["SET ROLE tovplay_owner;", version, ...migrations.map((each) => each.sql), reference].join("\n"),
  );
  for (const [script, [, text]] of Object.entries(mix))
    await execa("docker", ["exec", "--interactive", container, "sh", "-c", `cat > /tmp/${script}.sql`], {
      input: text,
    });
}

const sql = (container: string, input: string, database = "TovPlay", options: string[] = []) =>
  execa(
    "docker",
    [
      "exec",
      "--interactive",
      "--user",
      "postgres",
      container,
      "psql",
      "--no-psqlrc",
      "--quiet",
      ...options,
      "--set",
      "ON_ERROR_STOP=1",
      "--dbname",
      database,
    ],
    { input },
  );

/** The result of one run of pgbench. */
interface Run {
  /** Transactions a second. */
  rate: number;
  /** Processor time of a transaction in microseconds, including pgbench's own; unaffected by other programs. */
  processor: number;
}

async function compared(
  what: string,
  scripts: string[],
  servers: { bare: string; guarded: string },
  rounds: number,
): Promise<string[]> {
  const runs: { bare: Run; guarded: Run }[] = [];
  for (let round = 0; round < rounds; round++)
    runs.push({
      bare: await measured(servers.bare, scripts),
      guarded: await measured(servers.guarded, scripts),
    });
  const line = (label: string, key: keyof Run) => {
    const ratios = runs.map(({ bare, guarded }) => guarded[key] / bare[key]).sort((a, b) => a - b);
    const middle = (of: "bare" | "guarded") => median(runs.map((run) => run[of][key])).toFixed(0);
    const [least, most] = [ratios[0], ratios.at(-1)].map(percent);
    return `${what}: ${label} ${middle("bare")} without, ${middle("guarded")} with; median ${percent(median(ratios))} (${least} … ${most})`;
  };
  return [line("transactions a second", "rate"), line("µs of processor time per transaction", "processor")];
}

const percent = (ratio = Number.NaN) => `${((ratio - 1) * 100).toFixed(1)} %`;

async function measured(container: string, scripts: string[]): Promise<Run> {
  const files = scripts.flatMap((script) => ["--file", `/tmp/${script}.sql@${mix[script]?.[0]}`]);
  const load = [
    "--client",
    "4",
    "--jobs",
    "2",
    "--time",
    String(seconds),
    "--no-vacuum",
    "--username",
    "tovplay_app",
  ];
  const before = await processorTime(container);
  const { stdout } = await execa("docker", ["exec", container, "pgbench", ...load, ...files, "TovPlay"]);
  const used = (await processorTime(container)) - before;
  const [, rate] = /tps = ([\d.]+)/.exec(stdout) ?? [];
  const [, done] = /actually processed: (\d+)/.exec(stdout) ?? [];
  if (!rate || !done) throw new Error(`pgbench printed no figure: ${stdout.slice(-300)}`);
  return { rate: Number(rate), processor: used / Number(done) };
}

/** Microseconds of processor time that a container has used, from either version of control groups. */
async function processorTime(container: string): Promise<number> {
  const read = "cat /sys/fs/cgroup/cpuacct/cpuacct.usage || cat /sys/fs/cgroup/cpu.stat";
  const { stdout } = await execa("docker", ["exec", container, "sh", "-c", `(${read}) 2>/dev/null`]);
  const [, microseconds] = /^usage_usec (\d+)$/m.exec(stdout) ?? [];
  return microseconds ? Number(microseconds) : Number(stdout) / 1000;
}
