import { randomUUID } from "node:crypto";
import { execa } from "execa";
import { pack } from "tar-stream";
import { z } from "zod";
import { declaredAccess } from "../../../infra/database/declared-access.ts";
import { backupFunctionsSql } from "../../../infra/database/function-access.ts";
import { connectionLimit, databaseRoles } from "../../../infra/database/roles.ts";
import { logSettings } from "../../../infra/database/server/log-settings.ts";
import { grantTables, tablePrivileges } from "../testing/granted.ts";
import { baseImage } from "../testing/images.ts";
import { database, type ProtectedDatabase, protectedDatabase } from "../testing/protected-database.ts";
import { until } from "../testing/until.ts";

const alertSchema = z.object({
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  startsAt: z.string(),
});

/** An alert as Alertmanager's API shows it. */
export type ShownAlert = z.output<typeof alertSchema>;

/** A protected database with a guardian that reports to a real Alertmanager. */
export interface GuardedDatabase {
  protected: ProtectedDatabase;
  /** Container of the guardian. */
  guardian: string;
  /** Alerts that are active. */
  alerts(): Promise<ShownAlert[]>;
  /** What the guardian answers on its port. */
  ask(path: "/health" | "/metrics"): Promise<string>;
  remove(): Promise<void>;
}

const poolConnections = 25;

/** Starts all of it on a network of its own; returns when the guardian is watching. */
export async function guardedDatabase(): Promise<GuardedDatabase> {
  const name = `scratch-guardian-${randomUUID().slice(0, 8)}`;
  const log = `${name}-log`;
  await execa("docker", ["network", "create", name]);
  const made = await protectedDatabase({
    docker: [
      "--network",
      name,
      "--network-alias",
      "postgres",
      "--mount",
      `type=volume,source=${log},target=/var/log/postgresql`,
    ],
    settings: [
      "shared_preload_libraries=pgaudit",
      ...logSettings.map((setting) => `${setting.name}=${setting.value}`),
    ],
  });
  await finishAccess(made);
  const alertmanager = await startAlertmanager(name);
  await startGuardian(name, log, made);
  const remove = async () => {
    await execa("docker", ["rm", "--force", "--volumes", name, `${name}-alertmanager`]);
    await made.server.stop().catch(() => undefined);
    await execa("docker", ["network", "rm", name]);
    await execa("docker", ["volume", "rm", "--force", log]);
  };
  const alerts = async () =>
    z.array(alertSchema).parse(await (await fetch(`${alertmanager}/api/v2/alerts`)).json());
  await until("the guardian reports that it is alive", async () => {
    if ((await alerts()).length === 0) throw new Error("there are no alerts");
  });
  const asked = ["exec", name, "node", "-e"];
  const ask = async (path: string) =>
    (
      await execa("docker", [
        ...asked,
        `fetch("http://127.0.0.1:9188${path}").then(async (r) => console.log(await r.text()))`,
      ])
    ).stdout;
  return { protected: made, guardian: name, alerts, ask, remove };
}

/** The rest of a deployment: grants on tables, connection limits, and a locked provisioner. */
async function finishAccess(made: ProtectedDatabase): Promise<void> {
  const { as, server } = made;
  const limits = databaseRoles.map(
    (role) =>
      `ALTER ROLE ${role.name} CONNECTION LIMIT ${connectionLimit(role, poolConnections)} ${role.replication ? "REPLICATION" : "NOREPLICATION"}`,
  );
  await grantTables(made);
  await as("postgres", ...limits, backupFunctionsSql());
  await server.query("REVOKE ALL ON DATABASE postgres, template0, template1 FROM PUBLIC");
  await server.query("ALTER ROLE tovplay_provisioner NOLOGIN NOCREATEROLE NOCREATEDB");
}

async function startAlertmanager(network: string): Promise<string> {
  const name = `${network}-alertmanager`;
  const image = await baseImage("alertmanager", "prom/alertmanager:v0.28.1");
  await execa("docker", [
    ...["run", "--detach", "--name", name, "--network", network, "--network-alias", "alertmanager"],
    ...["--publish", "127.0.0.1::9093", image, "--cluster.listen-address="],
    ...["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/tmp"],
  ]).catch((cause: unknown) => {
    throw new Error("Alertmanager did not start", { cause });
  });
  const { stdout } = await execa("docker", ["port", name, "9093/tcp"]);
  return `http://127.0.0.1:${stdout.split("\n")[0]?.split(":").at(-1)}`;
}

async function startGuardian(name: string, log: string, { server }: ProtectedDatabase): Promise<void> {
  const { stdout } = await execa("node", ["--import", "tsx", "app/image.ts", "guardian"]);
  const image = stdout.trim();
  const settings = {
    CLUSTER: "test",
    DATABASE_HOST: "postgres",
    DATABASE_PORT: "5432",
    DATABASE_USER: "tovplay_guardian",
    DATABASE_PASSWORD_FILE: "/run/database-password",
    DATABASE_LOG_DIRECTORY: "/var/log/postgresql",
    DECLARED_ACCESS_FILE: "/run/access.json",
    ALERTMANAGER_URL: "http://alertmanager:9093",
  };
  await execa("docker", [
    ...["create", "--name", name, "--network", name, "--memory", "64m", "--memory-swap", "64m"],
    ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    ...["--mount", `type=volume,source=${log},target=/var/log/postgresql,readonly`],
    ...Object.entries(settings).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    image,
  ]);
  const archive = pack();
  const owned = { mode: 0o400, uid: 999, gid: 999 };
  archive.entry({ name: "run/database-password", ...owned }, server.password);
  const access = declaredAccess({ database, poolConnections, tablePrivileges });
  archive.entry({ name: "run/access.json", ...owned }, JSON.stringify(access));
  archive.finalize();
  const copy = execa("docker", ["cp", "-", `${name}:/`], { stdin: "pipe" });
  archive.pipe(copy.stdin);
  await copy;
  await execa("docker", ["start", name]);
}
