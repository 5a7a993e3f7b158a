import { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { Client } from "pg";
import {
  pgbouncerPort,
  poolerAccess,
  poolerConfiguration,
  userList,
} from "../../../infra/database/pgbouncer.ts";
import { scramVerifier } from "../../../infra/database/scram.ts";
import { serverFiles } from "../../../infra/database/server/files.ts";
import { applicationHost, type HbaRule, hbaFile } from "../../../infra/database/server/hba.ts";
import { baseImage } from "../testing/images.ts";
import type { ScratchCertificate } from "../testing/scratch-certificate.ts";
import { type ScratchContainer, startContainer } from "../testing/scratch-container.ts";
import { until } from "../testing/until.ts";
import type { ScratchNetworks } from "./scratch-networks.ts";

/** Name in the server's certificate, and its alias in its network. */
export const serverName = "db.example.org";

/** Every role, including those that nobody logs in as. */
export const roles = [
  "postgres",
  "tovplay_owner",
  "tovplay_provisioner",
  "tovplay_migrator",
  "tovplay_app",
  "tovplay_viewer",
  "tovplay_monitor",
];

/** One password for all roles: the tests are about where a role may log in from. */
const password = "correct-horse-battery";

/** Address of the pooler in the server's network. */
export const poolerAddress = ({ server }: ScratchNetworks) => `${server}.20`;

/** Starts a server as on the database host, for one application host and a pooler. */
export async function startServer(
  networks: ScratchNetworks,
  tls: ScratchCertificate,
): Promise<ScratchContainer> {
  const clients: HbaRule[] = [`${networks.application}.1`, poolerAddress(networks)].flatMap(applicationHost);
  const settings = { database: "TovPlay", maxConnections: 40, memory: 256, tls, clients };
  const server = await startContainer({
    image: await baseImage("postgres", "postgres:17"),
    network: networks.serverNetwork,
    address: `${networks.server}.10`,
    aliases: [serverName, "other.example.org"],
    user: 999,
    files: {
      ...(serverFiles(settings) as Record<string, string>),
      "/etc/postgresql/hba/pg_hba.conf": hbaFile("TovPlay", clients),
    },
    environment: { POSTGRES_HOST_AUTH_METHOD: "trust", POSTGRES_INITDB_ARGS: "--auth-local=peer" },
    command: ["postgres", "-c", "config_file=/etc/postgresql/postgresql.conf"],
  });
  const psql = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"];
  const made = roles.map((role) =>
    role === "postgres" ? `ALTER ROLE ${role}` : `CREATE ROLE ${role} LOGIN`,
  );
  const verifier = scramVerifier(password, "AAAAAAAAAAAAAAAAAAAAAA==");
  const sql = ['CREATE DATABASE "TovPlay"', ...made.map((role) => `${role} PASSWORD '${verifier}'`)];
  const listens = [...psql, "--command", "SELECT 1 / (current_setting('listen_addresses') <> '')::int"];
  return orStopped(server, async () => {
    await until("PostgreSQL listens", () => server.run(listens, { user: "postgres" }), 120);
    await server.run(psql, { user: "postgres", input: `${sql.join(";\n")};\n` });
  });
}

/** Starts a pooler that reaches the server by a name and knows its authority. */
export async function startPooler(
  networks: ScratchNetworks,
  databaseHost: string,
  authority: string,
): Promise<ScratchContainer> {
  const settings = {
    database: "TovPlay",
    databaseHost,
    databasePort: 5432,
    maxClients: 50,
    serverConnections: 5,
  };
  const verifier = scramVerifier(password, "AAAAAAAAAAAAAAAAAAAAAA==");
  const pooler = await startContainer({
    image: await baseImage("pgbouncer", "pgbouncer"),
    network: networks.serverNetwork,
    address: poolerAddress(networks),
    user: 70,
    files: {
      "/etc/pgbouncer/pgbouncer.ini": poolerConfiguration({ ...settings, serverTls: true }),
      "/etc/pgbouncer/hba.conf": poolerAccess("TovPlay"),
      "/etc/pgbouncer/userlist.txt": userList(
        ["tovplay_app", "tovplay_monitor"].map((user) => ({ user, verifier })),
      ),
      "/etc/pgbouncer/database-authority.crt": authority,
    },
    command: ["pgbouncer", "/etc/pgbouncer/pgbouncer.ini"],
  });
  const answers = ["pg_isready", "--host=127.0.0.1", `--port=${pgbouncerPort}`];
  return orStopped(pooler, () => until("PgBouncer answers", () => pooler.run(answers)));
}

/** Returns a container once it is ready; stops it if that fails. */
async function orStopped(
  container: ScratchContainer,
  ready: () => Promise<unknown>,
): Promise<ScratchContainer> {
  try {
    await ready();
    return container;
  } catch (error) {
    await container.stop();
    throw error;
  }
}

/** Where a connection goes, from which address of this machine, and as whom. */
export interface Attempt {
  host: string;
  port?: number;
  from?: string;
  user: string;
  database?: string;
  ssl?: ConnectionOptions | false;
  /** Startup parameter of that name. */
  options?: string;
}

/** First row of a query on a new connection. */
export async function ask(attempt: Attempt, sql: string): Promise<Record<string, unknown> | undefined> {
  const { host, port = 5432, from, user, database = "TovPlay", ssl = false, options } = attempt;
  const login = { host, port, user, password, database, ssl, ...(options === undefined ? {} : { options }) };
  const client = new Client({ ...login, stream: () => socketFrom(from) });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows[0];
  } finally {
    await client.end();
  }
}

/** Whether a login succeeds. @throws when anything but `pg_hba.conf` refuses it */
export async function letIn(attempt: Attempt): Promise<boolean> {
  try {
    await ask(attempt, "SELECT 1");
    return true;
  } catch (error) {
    if (error instanceof Error && /^pg_hba\.conf rejects connection/.test(error.message)) return false;
    throw error;
  }
}

/** A socket that connects from the given address of this machine. */
function socketFrom(localAddress: string | undefined): Socket {
  const socket = new Socket();
  if (localAddress === undefined) return socket;
  const connect = socket.connect.bind(socket) as (options: object) => Socket;
  return Object.assign(socket, {
    connect: (port: number, host: string) => connect({ port, host, localAddress }),
  });
}
