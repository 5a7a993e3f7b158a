import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseTls } from "../../../app/runtime/src/database-tls.ts";
import { pgbouncerPort } from "../../../infra/database/pgbouncer.ts";
import { makeCertificate, type ScratchCertificate } from "../testing/scratch-certificate.ts";
import type { ScratchContainer } from "../testing/scratch-container.ts";
import { until } from "../testing/until.ts";
import { ask, letIn, poolerAddress, roles, serverName, startPooler, startServer } from "./host.ts";
import { makeNetworks, type ScratchNetworks } from "./scratch-networks.ts";

let networks: ScratchNetworks;
let certificate: ScratchCertificate;
let server: ScratchContainer;
let host: string;

beforeAll(async () => {
  networks = await makeNetworks();
  host = `${networks.server}.10`;
  certificate = await makeCertificate(`DNS:${serverName},IP:${host}`);
  server = await startServer(networks, certificate);
});

afterAll(async () => {
  await server?.stop();
  await networks?.remove();
});

const trusting = (authority: string, name = host) =>
  databaseTls({ DATABASE_HOST: name, DATABASE_TLS_CA_FILE: authority });

test("PostgreSQL reports no error in the access rules of a database host", async () => {
  const faults = "SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL";
  const psql = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", faults];
  expect(await server.run(psql, { user: "postgres" })).toBe("0");
});

test("each role can log in only from where it is needed, and from another host only over TLS", async () => {
  const sources = ["application", "stranger", "server"] as const;
  const attempts = sources.flatMap((source) =>
    roles.flatMap((user) => [true, false].map((encrypted) => ({ source, user, encrypted }))),
  );
  const admitted: string[] = [];
  for (const { source, user, encrypted } of attempts) {
    const ssl = encrypted && trusting(certificate.authority);
    const database = user === "postgres" ? "postgres" : "TovPlay";
    if (await letIn({ host, from: `${networks[source]}.1`, user, database, ssl }))
      admitted.push(`${user} from ${source} ${encrypted ? "over TLS" : "in clear"}`);
  }
  expect(admitted).toEqual([
    "tovplay_migrator from application over TLS",
    "tovplay_app from application over TLS",
    "tovplay_provisioner from server over TLS",
    "tovplay_provisioner from server in clear",
  ]);
});

test("no role reaches any but the application's database from another host", async () => {
  const from = `${networks.application}.1`;
  for (const user of roles) {
    for (const database of ["postgres", "template1"]) {
      const ssl = trusting(certificate.authority);
      expect(await letIn({ host, from, user, database, ssl })).toBe(false);
    }
  }
});

test("a client refuses a server certificate from another authority or for another name", async () => {
  const from = `${networks.application}.1`;
  const other = await makeCertificate(`DNS:${serverName},IP:${host}`);
  const login = { host, from, user: "tovplay_app" };
  const encrypted = "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
  expect(await ask({ ...login, ssl: trusting(certificate.authority) }, encrypted)).toMatchObject({
    ssl: true,
    version: "TLSv1.3",
  });
  await expect(ask({ ...login, ssl: trusting(other.authority) }, encrypted)).rejects.toThrow(
    /unable to verify/,
  );
  await expect(
    ask({ ...login, ssl: trusting(certificate.authority, "other.example.org") }, encrypted),
  ).rejects.toThrow(/does not match certificate's altnames/);
});

const throughPooler = () =>
  ask(
    { host: poolerAddress(networks), port: pgbouncerPort, user: "tovplay_app" },
    "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
  );

test.each(["name", "address"])("the pooler accepts a server certificate for the server's %s", async (by) => {
  const pooler = await startPooler(networks, by === "name" ? serverName : host, certificate.authority);
  try {
    expect(await throughPooler()).toEqual({ ssl: true });
  } finally {
    await pooler.stop();
  }
});

test.each([
  [
    "for another name",
    "other.example.org",
    false,
    /name `other\.example\.org' not present in server certificate/,
  ],
  ["from another authority", serverName, true, /certificate verify failed/],
])("the pooler refuses a server certificate %s", async (_what, name, foreign, reason) => {
  const { authority } = foreign ? await makeCertificate(`DNS:${serverName}`) : certificate;
  const pooler = await startPooler(networks, name, authority);
  // The pooler would retry for as long as a client may wait, so it is stopped once it has logged why.
  const refused = expect(throughPooler()).rejects.toThrow();
  try {
    await until("the pooler says why", async () => expect(await pooler.logs()).toMatch(reason));
  } finally {
    await pooler.stop();
  }
  await refused;
});

test("the pooler lets each user into its own database only, and refuses the rest without asking for a password", async () => {
  const pooler = await startPooler(networks, serverName, certificate.authority);
  const through = (user: string, database: string, options?: string) =>
    ask(
      { host: poolerAddress(networks), port: pgbouncerPort, user, database, ...(options ? { options } : {}) },
      database === "pgbouncer" ? "SHOW VERSION" : "SELECT session_user",
    );
  try {
    expect(await through("tovplay_app", "TovPlay")).toEqual({ session_user: "tovplay_app" });
    expect(await through("tovplay_monitor", "pgbouncer")).toBeDefined();
    // An empty option would keep PgBouncer busy forever if it did not ignore it (CVE-2026-107349).
    expect(await through("tovplay_app", "TovPlay", "-c=")).toBeDefined();
    const refused = [
      ["tovplay_monitor", "TovPlay"],
      ["tovplay_app", "pgbouncer"],
      ["tovplay_migrator", "TovPlay"],
      // By logging in to an unknown database, a user could become another one (CVE-2026-107350).
      ["tovplay_app", "nowhere"],
      ["tovplay_monitor", "nowhere"],
    ] as const;
    for (const [user, database] of refused)
      await expect(through(user, database)).rejects.toThrow(/no authentication method is found|not allowed/);
  } finally {
    await pooler.stop();
  }
});
