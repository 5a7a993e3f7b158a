import { expect, test } from "vitest";
import { chooseContainer, type HostContainer } from "./containers.ts";

const on = (host: string, name: string, running = true): HostContainer => ({
  host: {
    name: host,
    connection: { host: "192.0.2.1", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" },
  },
  name: `tovplay-${name}`,
  running,
});

const database = [on("database", "postgres"), on("database", "postgres-staging")];
const application = [
  on("one", "backend-green", false),
  on("one", "backend-blue"),
  on("one", "pgbouncer"),
  on("two", "backend-green", false),
];

test.each([
  ["postgres", database, "database/tovplay-postgres"],
  ["tovplay-postgres-staging", database, "database/tovplay-postgres-staging"],
  ["database/postgres", database, "database/tovplay-postgres"],
  ["one/backend", application, "one/tovplay-backend-blue"],
  ["two/tovplay-backend", application, "two/tovplay-backend-green"],
  ["one/backend-green", application, "one/tovplay-backend-green"],
  ["pgbouncer", application, "one/tovplay-pgbouncer"],
])("'%s' is found", (given, all, expected) => {
  const { host, name } = chooseContainer(given, all);
  expect(`${host.name}/${name}`).toBe(expected);
});

test.each([
  ["redis", database, "there is no container 'redis' there; there are postgres, postgres-staging"],
  ["elsewhere/postgres", database, "there is no container 'elsewhere/postgres' there; there are postgres"],
  [
    "backend",
    application,
    "'backend' is on several hosts; choose from one/backend-blue, one/backend-green, two/",
  ],
  ["postgres", [], "there is no container 'postgres' there; there are none"],
])("'%s' is answered with what there is", (given, all, words) => {
  expect(() => chooseContainer(given, all)).toThrow(words);
});
