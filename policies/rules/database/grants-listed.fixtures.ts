import { defaultPrivileges, grantFixtures } from "../../testing/grant-fixtures.ts";

export const fixtures = grantFixtures({
  good: {
    "a list": { privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"] },
    "an empty list": { privileges: [] },
  },
  bad: {
    all: { privileges: ["ALL"], says: "grants example_app ALL on table Game" },
    "all by its long name": { privileges: ["all privileges"], says: "all privileges" },
    "all on future objects": { type: defaultPrivileges, privileges: ["ALL"], says: "ALL" },
    "all on every table": { objects: [], privileges: ["ALL"], says: "on every table" },
  },
});
