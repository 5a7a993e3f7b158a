import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provisioningProvider } from "../../../infra/database/provisioner.ts";
import { TableAccess } from "../../../infra/database/table-access.ts";
import { readTablePrivileges } from "../../../stacks/settings/sources.ts";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { database, type ProtectedDatabase, protectedDatabase } from "../testing/protected-database.ts";

let db: ProtectedDatabase;
let stack: Deployment;

beforeAll(async () => {
  db = await protectedDatabase();
  stack = await deployment("protected-grants");
});

afterAll(async () => {
  try {
    await stack?.close();
  } finally {
    await db?.server.stop();
  }
});

const checkout = fileURLToPath(new URL("../../..", import.meta.url));

const program = async () => {
  const { port, password } = db.server;
  const provider = provisioningProvider("provisioner", { port, password }, {});
  new TableAccess("tables", { database, provider, privileges: readTablePrivileges(checkout) });
  return {};
};

test("the provisioner grants what is declared on the tables of both owners, and then has nothing to do", async () => {
  await stack.up(program);
  expect(await stack.preview(program)).toEqual([]);
  expect(await stack.drift(program)).toEqual([]);
  const unarmed = await db.as("tovplay_viewer", 'SELECT name FROM "ProtectionStatus" WHERE NOT armed');
  expect(unarmed).toEqual([{ name: "provisioner is locked" }]);
});

test("only the role that a log belongs to can write it", async () => {
  const connected = `INSERT INTO "ConnectionAuditLog" (at, event) VALUES (now(), 'connected')`;
  await db.as("tovplay_guardian", connected);
  await db.as(
    "tovplay_backup",
    `INSERT INTO "BackupLog" (kind, started_at, success) VALUES ('full', now(), true)`,
  );
  for (const role of ["tovplay_app", "tovplay_viewer", "tovplay_backup", "tovplay_monitor"])
    await expect(db.as(role, connected)).rejects.toMatchObject({ code: "42501" });
  for (const statement of ['UPDATE "ConnectionAuditLog" SET at = now()', 'DELETE FROM "ConnectionAuditLog"'])
    await expect(db.as("tovplay_guardian", statement)).rejects.toMatchObject({ code: "42501" });
});

test("a grant made by hand shows as drift", async () => {
  await db.as("postgres", 'GRANT UPDATE ON "Game" TO tovplay_viewer');
  expect((await stack.drift(program)).map(({ name }) => name)).toEqual(["tables-tovplay_viewer-select"]);
});
