import { expect, test } from "vitest";
import { poolerAccess, poolerConfiguration, userList } from "./pgbouncer.ts";

const verifier = "SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5";

test("the pooler knows the application and who reads its statistics, by verifiers", () => {
  const users = ["tovplay_app", "tovplay_monitor"].map((user) => ({ user, verifier }));
  expect(userList(users)).toBe(`"tovplay_app" "${verifier}"\n"tovplay_monitor" "${verifier}"\n`);
});

test.each(["postgres", "tovplay_provisioner", "tovplay_owner", "tovplay_migrator", "tovplay_viewer"])(
  "the pooler never knows %s, so that nobody can become it there",
  (user) => {
    expect(() => userList([{ user, verifier }])).toThrow(
      `${user} must not use the pooler: allow only tovplay_app and tovplay_monitor`,
    );
  },
);

const settings = {
  database: "TovPlay",
  databaseHost: "db.example.org",
  databasePort: 5432,
  maxClients: 500,
  serverConnections: 15,
};

test("the pooler asks nobody else whom it lets in, and lets nobody administer it", () => {
  const ini = poolerConfiguration({ ...settings, serverTls: true });
  expect(ini).not.toMatch(/^\s*(auth_query|auth_user|admin_users|user\s*=)/m);
});

test("a database that nobody is listed for is refused before a password is asked for", () => {
  const rules = poolerAccess("TovPlay").split("\n");
  expect(rules.filter((rule) => /^[^#]/.test(rule)).map((rule) => rule.split(/\s+/).join(" "))).toEqual([
    "host TovPlay tovplay_app all scram-sha-256",
    "host TovPlay_session tovplay_app all scram-sha-256",
    "host pgbouncer tovplay_monitor all scram-sha-256",
  ]);
});

test("a server on another host has to prove its name", () => {
  const ini = (serverTls: boolean) => poolerConfiguration({ ...settings, serverTls });
  expect(ini(true)).toContain("\nserver_tls_sslmode = verify-full\n");
  expect(ini(false)).not.toContain("tls");
});

test("a server that was away is asked again within a second, not when clients have given up", () => {
  const ini = poolerConfiguration({ ...settings, serverTls: false });
  expect(ini).toContain("\nserver_login_retry = 1\n");
});

test("sessions that last have a pool of their own, so that they take no connection from requests", () => {
  const ini = poolerConfiguration({ ...settings, serverTls: false });
  const line =
    "TovPlay_session = host=db.example.org port=5432 dbname=TovPlay pool_mode=session pool_size=12";
  expect(ini.split("\n")).toContain(line);
});
