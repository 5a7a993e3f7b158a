import { expect, test } from "vitest";
import { testDatabase } from "../testing/test-database.ts";
import { signedUp, testSite } from "../testing/test-site.ts";

const db = await testDatabase();
const { send } = await testSite(db);

test("a profile says how to be reached to friends only", async () => {
  const ada = await signedUp(db, "ada");
  const nobody = {
    timeZone: "nobody",
    games: "nobody",
    availability: "nobody",
    communication: "nobody",
    sensory: "nobody",
  };
  const save = (about: string, shownTo: string, displayName = "Ada") =>
    send("PUT", "/api/profile", ada, {
      body: { displayName, about, timeZone: "UTC", visibility: { ...nobody, about: shownTo } },
    });
  const contact = "I like chess. my discord is night_owl77";
  const refused = await save(contact, "acquaintances");
  expect([refused.status, refused.raw.includes("night_owl77")]).toEqual([400, false]);
  expect((await save(contact, "friends")).status).toBe(200);
  expect((await save("I like chess at 7:30, level 42", "acquaintances")).status).toBe(200);
  expect((await save("", "nobody", "ada@example.org")).status).toBe(400);
});
