import { test } from "vitest";
import { acquainted } from "./testing/acquainted.ts";
import { moderated } from "./testing/moderated.ts";
import { testDatabase } from "./testing/test-database.ts";
import { signedUp, testSite } from "./testing/test-site.ts";
test("x", async () => {
  const db = await testDatabase();
  const { send, lines } = await testSite(db);
  await moderated(db.admin);
  const ada = await signedUp(db, "ada"); const ben = await signedUp(db, "ben");
  await acquainted(db.app, ada.id, ben.id);
  console.log((await send("POST", "/api/friend-requests", ada, { body: { personId: ada.id } })).raw);
  console.log((await send("POST", "/api/friend-requests", ben, { body: { personId: ada.id } })).raw);
  console.log(lines.filter((l) => l.err || l.level === "error").map((l) => JSON.stringify(l)).join("\n"));
});
