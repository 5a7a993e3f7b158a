import { randomUUID } from "node:crypto";
import { execa } from "execa";
import pg from "pg";
import { pack } from "tar-stream";
import { until } from "../conformance/testing/until.ts";
import { type LocalSession, openLocalSession } from "./local-session.ts";

/** What a cluster to be attacked is made of. */
export interface Target {
  /** Images of PostgreSQL and of the pooler. */
  images: { postgres: string; pgbouncer: string };
  /** Content of `/etc/postgresql` by name of the file. */
  serverFiles: Record<string, string>;
  /** Content of `/etc/pgbouncer` by name of the file. */
  poolerFiles: Record<string, string>;
  /** Passwords of the roles that can log in. */
  passwords: ReadonlyMap<string, string>;
  /** Settings of the server besides its own files, as `name=value`. */
  settings: string[];
  /** SQL that the superuser runs before anything is attacked. */
  prepare: string[];
  /** Fills the empty data directory `$PGDATA` of the container. */
  fill(container: string): Promise<void>;
}

/** A cluster in its own containers, with a pooler, that may be destroyed any number of times. */
export interface Cluster {
  /** Ports on loopback. */
  ports: { direct: number; pooler: number };
  /** Names of the containers and of their network. */
  server: string;
  pooler: string;
  network: string;
  /** Session of the superuser, over the local socket. */
  superuser: LocalSession;
  /** Restores the initial state. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const root = "/var/lib/postgresql/data";
const user = "999";
/** For this copy only: it archives nothing, waits for no standby and need not survive a crash. */
const copySettings = [
  "config_file=/etc/postgresql/postgresql.conf",
  "archive_mode=off",
  "archive_command=",
  "synchronous_standby_names=",
  "fsync=off",
  "autovacuum=off",
  "max_wal_size=2GB",
];

const script = `set -eu
stop() { pg_ctl --pgdata="$PGDATA" --silent --mode="$1" stop; }
start() { pg_ctl --pgdata="$PGDATA" --silent --wait --log=/dev/null --options="$OPTIONS" start; }
case $1 in
  start) start ;;
  keep) stop fast; cp -a "$PGDATA" ${root}/pristine; start ;;
  reset) stop immediate || true; rm -rf "$PGDATA" /tmp/attack*; cp -a ${root}/pristine "$PGDATA"; start ;;
esac`;

/** Starts a cluster; `stop` removes everything that belongs to it. */
export async function startCluster(args: Target): Promise<Cluster> {
  const name = `scratch-attack-${randomUUID().slice(0, 8)}`;
  const [server, pooler] = [`${name}-server`, `${name}-pooler`];
  const stop = async () => {
    await execa("docker", ["rm", "--force", "--volumes", server, pooler], { reject: false });
    await execa("docker", ["network", "rm", name], { reject: false });
  };
  const run = (step: string) =>
    execa("docker", ["exec", "--user", user, server, "sh", "-c", script, "sh", step]);
  try {
    await execa("docker", ["network", "create", name]);
    await createServer(server, name, args);
    await args.fill(server);
    await run("start");
    const first = openLocalSession(server);
    for (const sql of args.prepare) await first.query(sql);
    await first.close();
    await run("keep");
    await createPooler(pooler, name, args);
    const ports = { direct: await portOf(server, 5432), pooler: await portOf(pooler, 6432) };
    const superuser = openLocalSession(server);
    await until("the cluster answers", () => superuser.query("SELECT 1"));
    const application = openVictim(ports.direct, args.passwords.get("tovplay_app") ?? "");
    const reset = async () => {
      await superuser.close();
      await application.close();
      await run("reset");
      await application.open();
    };
    const end = async () => {
      await superuser.close();
      await application.close();
      await stop();
    };
    return { ports, server, pooler, network: name, superuser, reset, stop: end };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Application name of the application's session; traces.sql shows whether it was ended. */
export const victimName = "victim";

/** An idle session of the application. */
function openVictim(port: number, password: string) {
  let client: pg.Client | undefined;
  let connected = false;
  return {
    open: async () => {
      const login = { host: "127.0.0.1", port, database: "TovPlay", user: "tovplay_app", password };
      client = new pg.Client({ ...login, application_name: victimName });
      const lost = () => {
        connected = false;
      };
      client.on("error", lost).on("end", lost);
      await client.connect();
      // Otherwise the server itself ends it during a long run.
      await client.query("SET idle_session_timeout = 0");
      await client.query("SET idle_session_timeout = 0");
      connected = true;
    },
    close: async () => {
      if (connected) await client?.end();
    },
  };
}

async function createServer(container: string, network: string, args: Target): Promise<void> {
  const scratch = (path: string, size: string) => [
    "--tmpfs",
    `${path}:uid=${user},gid=${user},mode=0700,size=${size}`,
  ];
  const options = [...copySettings, ...args.settings].map((setting) => `-c ${setting}`).join(" ");
  await execa("docker", [
    "create",
    ...["--name", container, "--network", network, "--network-alias", "tovplay-postgres"],
    ...["--publish", "127.0.0.1::5432", "--init", "--user", user, "--entrypoint", "sleep"],
    ...[...scratch(root, "4g"), ...scratch("/var/log/postgresql", "256m"), ...scratch("/tmp", "64m")],
    ...["--env", `PGDATA=${root}/live`, "--env", `OPTIONS=${options}`],
    ...[args.images.postgres, "infinity"],
  ]);
  await place(container, "/etc/postgresql", Number(user), args.serverFiles);
  await execa("docker", ["start", container]);
}

async function createPooler(container: string, network: string, args: Target): Promise<void> {
  await execa("docker", [
    "create",
    ...["--name", container, "--network", network, "--publish", "127.0.0.1::6432", "--tmpfs", "/tmp"],
    args.images.pgbouncer,
  ]);
  await place(container, "/etc/pgbouncer", 70, args.poolerFiles);
  await execa("docker", ["start", container]);
}

/** Puts files that only their owner can read into a directory of a container. */
export async function place(
  container: string,
  directory: string,
  owner: number,
  files: Record<string, string>,
): Promise<void> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name: `${directory}/${name}`.slice(1), mode: 0o400, uid: owner, gid: owner }, content);
  }
  archive.finalize();
  const copy = execa("docker", ["cp", "-", `${container}:/`], { stdin: "pipe" });
  archive.pipe(copy.stdin);
  await copy;
}

async function portOf(container: string, inside: number): Promise<number> {
  const { stdout } = await execa("docker", ["port", container, `${inside}/tcp`]);
  return Number(stdout.split("\n")[0]?.split(":").at(-1));
}
