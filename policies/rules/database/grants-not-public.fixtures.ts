import { defaultPrivileges, grantFixtures } from "../../testing/grant-fixtures.ts";

export const fixtures = grantFixtures({
  good: {
    "a role": { role: "example_viewer" },
    "nothing for PUBLIC": { role: "public", objectType: "schema", objects: undefined, privileges: [] },
  },
  bad: {
    "reading for PUBLIC": {
      role: "public",
      privileges: ["SELECT"],
      says: "grants everybody SELECT on table Game",
    },
    "connecting for PUBLIC": {
      role: "PUBLIC",
      objectType: "database",
      objects: undefined,
      privileges: ["CONNECT"],
      says: "CONNECT on every database",
    },
    "future objects for PUBLIC": { type: defaultPrivileges, role: "public", says: "grants everybody" },
  },
});
