import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../testing/test-database.ts";
import { signedUp } from "../testing/test-site.ts";
import { createVault } from "./vault.ts";

const db = await testDatabase();
const master = randomBytes(32);
const vault = createVault([master]);

test("what is sealed for one account and purpose opens for them only", async () => {
  const [ada, ben] = [await signedUp(db, "ada"), await signedUp(db, "ben")];
  const sealed = await vault.seal(db.app, ada.id, "needs", "no loud sounds");
  expect(sealed.toString("latin1")).not.toContain("loud");
  expect(await vault.open(db.app, ada.id, "needs", sealed)).toBe("no loud sounds");
  expect(await vault.open(db.app, ada.id, "report", sealed)).toBeNull();
  expect(await vault.open(db.app, ben.id, "needs", sealed)).toBeNull();
});

test("a new master key opens what the one before has sealed", async () => {
  const cleo = await signedUp(db, "cleo");
  const sealed = await vault.seal(db.app, cleo.id, "needs", "text");
  const renewed = createVault([randomBytes(32), master]);
  expect(await renewed.open(db.app, cleo.id, "needs", sealed)).toBe("text");
  const foreign = createVault([randomBytes(32)]);
  await expect(foreign.seal(db.app, cleo.id, "needs", "text")).rejects.toThrow("master key is another one");
});

test("two that seal at once for a new account use one key", async () => {
  const dana = await signedUp(db, "dana");
  const sealed = await Promise.all(
    [1, 2, 3, 4].map((n) => vault.seal(db.app, dana.id, "needs", `text ${n}`)),
  );
  const opened = await Promise.all(sealed.map((one) => vault.open(db.app, dana.id, "needs", one)));
  expect(opened).toEqual(["text 1", "text 2", "text 3", "text 4"]);
});

test("nothing opens, and nothing new is sealed, once an account's key is destroyed", async () => {
  const eve = await signedUp(db, "eve");
  const sealed = await vault.seal(db.app, eve.id, "needs", "text");
  await db.admin
    .updateTable("AccountKey")
    .set({ sealed_key: null, destroyed_at: sql<Date>`now()` })
    .where("user_id", "=", eve.id)
    .execute();
  expect(await vault.open(db.app, eve.id, "needs", sealed)).toBeNull();
  expect(await vault.sealUnlessErased(db.app, eve.id, "needs", "text")).toBeNull();
});
