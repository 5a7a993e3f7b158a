import { expect, test } from "vitest";
import { testDatabase } from "../testing/test-database.ts";
import { loadReferenceData } from "./load.ts";
import { referenceData } from "./reference-data.ts";

const db = await testDatabase();
const hash = "$scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA";

test("the reference data has its rows, both people of each session have their place, and loading again adds nothing", async () => {
  const counts = await loadReferenceData(db.admin, referenceData(hash));
  expect(counts).toEqual({ users: 23, profiles: 11, games: 12, gameRequests: 182, scheduledSessions: 16 });
  const places = () => db.admin.selectFrom("SessionPerson").select("user_id").execute();
  expect(await places()).toHaveLength(32);
  expect(Object.values(await loadReferenceData(db.admin, referenceData(hash)))).toEqual([0, 0, 0, 0, 0]);
  expect(await places()).toHaveLength(32);
});
