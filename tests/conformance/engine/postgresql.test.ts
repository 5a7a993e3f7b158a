import * as postgresql from "@pulumi/postgresql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { type PostgresServer, startPostgres } from "../testing/postgres-server.ts";

const rolePassword = "Zorn-7-quill";
let server: PostgresServer;
let stack: Deployment;

beforeAll(async () => {
  server = await startPostgres();
  await server.query(`CREATE ROLE provisioner LOGIN CREATEROLE CREATEDB PASSWORD '${server.password}'`);
  await server.query("ALTER ROLE provisioner SET createrole_self_grant = 'set, inherit'");
  stack = await deployment("postgresql");
});

afterAll(async () => {
  try {
    await stack?.close();
  } finally {
    await server?.stop();
  }
});

interface Variation {
  connectionLimit?: number;
  password?: string;
  privileges?: string[];
  collate?: string;
  roleName?: string;
  without?: "reader";
}

/** What a role that is neither superuser nor owner can declare. */
function program(vary: Variation = {}) {
  return async () => {
    const provider = new postgresql.Provider("server", {
      host: "127.0.0.1",
      port: server.port,
      username: "provisioner",
      password: server.password,
      sslmode: "disable",
      superuser: false,
      connectTimeout: 15,
    });
    const opts = { provider };
    const owner = new postgresql.Role("owner", { name: 'own"er', inherit: false }, opts);
    const app = new postgresql.Role(
      "app",
      {
        name: vary.roleName ?? "app",
        login: true,
        connectionLimit: vary.connectionLimit ?? 5,
        password: vary.password ?? rolePassword,
        skipReassignOwned: true,
      },
      opts,
    );
    new postgresql.GrantRole("membership", { role: app.name, grantRole: owner.name }, opts);
    const database = new postgresql.Database(
      "database",
      {
        name: "Camel",
        owner: owner.name,
        encoding: "UTF8",
        lcCollate: vary.collate ?? "C.UTF-8",
        lcCtype: "C.UTF-8",
        template: "template0",
      },
      opts,
    );
    const on = { database: database.name };
    new postgresql.Schema("schema", { ...on, name: "play", owner: owner.name }, opts);
    new postgresql.Grant("public", { ...on, role: "public", objectType: "database", privileges: [] }, opts);
    new postgresql.Grant(
      "public-schema",
      { ...on, role: "public", objectType: "schema", schema: "public", privileges: [] },
      opts,
    );
    new postgresql.Grant(
      "connect",
      { ...on, role: app.name, objectType: "database", privileges: vary.privileges ?? ["CONNECT"] },
      opts,
    );
    new postgresql.DefaultPrivileges(
      "tables",
      {
        ...on,
        role: app.name,
        owner: owner.name,
        schema: "public",
        objectType: "table",
        privileges: ["SELECT", "INSERT"],
      },
      opts,
    );
    new postgresql.Extension("crypto", { ...on, name: "pgcrypto" }, opts);
    return { app: app.name };
  };
}

describe("postgresql, through a role that is not a superuser", () => {
  test("creates roles, a database, its grants and an extension, and then has nothing to do", async () => {
    expect((await stack.preview(program())).map(({ op }) => op)).toEqual(Array(11).fill("create"));
    await stack.up(program());
    expect(await stack.preview(program())).toEqual([]);
    expect(await stack.drift(program())).toEqual([]);
    const login = { user: "app", password: rolePassword };
    expect(await server.query("SELECT current_database() AS name", "Camel", login)).toEqual([
      { name: "Camel" },
    ]);
    const acl =
      "SELECT datacl::text, pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = 'Camel'";
    const [database] = await server.query(acl);
    expect(database?.owner).toBe('own"er');
    expect(database?.datacl).not.toMatch(/[{,]=/);
  });

  test("keeps passwords encrypted in the state", async () => {
    const state = await stack.state();
    expect(state).not.toContain(rolePassword);
    expect(state).not.toContain(server.password);
  });

  test("updates a role and a grant in place", async () => {
    const changed = program({
      connectionLimit: 7,
      password: "Other-8-quill",
      privileges: ["CONNECT", "TEMPORARY"],
    });
    const { steps } = await stack.up(changed);
    expect(steps).toEqual([
      expect.objectContaining({ op: "update", name: "app", changes: ["~connectionLimit", "~password"] }),
      expect.objectContaining({
        op: "update",
        name: "connect",
        changes: [expect.stringMatching(/^[+~]privileges/)],
      }),
    ]);
    const login = { user: "app", password: "Other-8-quill" };
    expect(await server.query("SELECT 1 AS one", "Camel", login)).toEqual([{ one: 1 }]);
    await stack.up(program());
    expect(await stack.preview(program())).toEqual([]);
  });

  test("previews the replacement of a database whose collation changes", async () => {
    const steps = await stack.preview(program({ collate: "C" }));
    expect(steps).toContainEqual(
      expect.objectContaining({ op: "replace", name: "database", changes: ["~lcCollate!"] }),
    );
  });

  test("renames a role in place", async () => {
    const { steps } = await stack.up(program({ roleName: "app2" }));
    expect(steps).toContainEqual(expect.objectContaining({ op: "update", name: "app", changes: ["~name"] }));
    expect(await stack.drift(program({ roleName: "app2" }))).toEqual([]);
    await stack.up(program());
  });

  const drifts: [string, string, string][] = [
    ["ALTER ROLE app CONNECTION LIMIT 50 CREATEDB", "app", "~connectionLimit ~createDatabase"],
    ['ALTER DATABASE "Camel" OWNER TO provisioner', "database", "~owner"],
    ['GRANT CONNECT ON DATABASE "Camel" TO PUBLIC', "public", "privileges"],
    ['REVOKE CONNECT ON DATABASE "Camel" FROM app', "connect", "privileges"],
    [`REVOKE "own""er" FROM app GRANTED BY provisioner`, "membership", ""],
  ];
  test("shows changes made by hand, and reverts them", async () => {
    for (const [sql] of drifts) await server.query(sql);
    const found = new Map((await stack.drift(program())).map((step) => [step.name, step.changes.join(" ")]));
    expect([...found.keys()].sort()).toEqual(drifts.map(([, name]) => name).sort());
    for (const [, name, change] of drifts) expect(found.get(name)).toContain(change);
    await stack.refresh();
    await stack.up(program());
    expect(await stack.drift(program())).toEqual([]);
  });

  test("removes everything it created", async () => {
    await stack.destroy();
    const left = await server.query("SELECT datname FROM pg_database WHERE datname = 'Camel'");
    const roles = await server.query(`SELECT rolname FROM pg_roles WHERE rolname IN ('app', 'own"er')`);
    expect([...left, ...roles]).toEqual([]);
  });
});

describe("postgresql, given bad input", () => {
  const bad = (declare: (provider: postgresql.Provider) => void) => async () => {
    declare(
      new postgresql.Provider("server", {
        host: "127.0.0.1",
        port: server.port,
        username: "postgres",
        password: server.password,
        sslmode: "disable",
      }),
    );
  };
  const cases: [string, (provider: postgresql.Provider) => void, RegExp][] = [
    [
      "a privilege that the type of object does not have",
      (provider) =>
        new postgresql.Grant(
          "bad",
          { database: "postgres", role: "public", objectType: "database", privileges: ["SELECT"] },
          { provider },
        ),
      /privilege/i,
    ],
    [
      "a grant on tables without a schema",
      (provider) =>
        new postgresql.Grant(
          "bad",
          { database: "postgres", role: "public", objectType: "table", privileges: ["SELECT"] },
          { provider },
        ),
      /schema/,
    ],
    [
      "a role that PostgreSQL refuses",
      (provider) => new postgresql.Role("bad", { name: "pg_mine" }, { provider }),
      /pg_/,
    ],
    [
      "a grant to a role that does not exist",
      (provider) =>
        new postgresql.GrantRole("bad", { role: "nobody", grantRole: "pg_monitor" }, { provider }),
      /role "nobody" does not exist/,
    ],
  ];
  test.each(cases)("refuses %s", async (_, declare, message) => {
    await expect(stack.up(bad(declare))).rejects.toThrow(message);
  });

  test("quotes a hostile name, so that it is not run as a statement", async () => {
    const hostile = `x"; DROP DATABASE postgres; --`;
    await stack.up(bad((provider) => new postgresql.Role("hostile", { name: hostile }, { provider })));
    expect(
      await server.query(`SELECT count(*)::int AS n FROM pg_roles WHERE rolname LIKE 'x"; DROP%'`),
    ).toEqual([{ n: 1 }]);
  });
});
