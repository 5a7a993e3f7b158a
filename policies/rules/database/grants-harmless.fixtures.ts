import { defaultPrivileges, grantFixtures } from "../../testing/grant-fixtures.ts";

export const fixtures = grantFixtures({
  good: {
    "reading and writing": { privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"] },
    "using a schema": { objectType: "schema", objects: undefined, privileges: ["USAGE"] },
    "creating tables by their owner": {
      role: "tovplay_owner",
      objectType: "schema",
      objects: undefined,
      privileges: ["USAGE", "CREATE"],
    },
    connecting: { objectType: "database", objects: undefined, privileges: ["CONNECT"] },
  },
  bad: {
    truncate: { privileges: ["SELECT", "TRUNCATE"], says: "TRUNCATE on table Game, which lets it empty it" },
    references: { privileges: ["REFERENCES"], says: "REFERENCES" },
    "a trigger": { privileges: ["trigger"], says: "grants example_app trigger" },
    "creating schemas by the owner": {
      role: "tovplay_owner",
      objectType: "database",
      objects: undefined,
      privileges: ["CREATE"],
      says: "CREATE on every database",
    },
    maintenance: { privileges: ["MAINTAIN"], says: "MAINTAIN" },
    "new objects in a schema": {
      objectType: "schema",
      objects: undefined,
      privileges: ["USAGE", "CREATE"],
      says: "CREATE on every schema, which lets it own objects",
    },
    "future objects": { type: defaultPrivileges, privileges: ["TRUNCATE"], says: "TRUNCATE" },
    "a grant option": { withGrantOption: true, says: "pass on" },
  },
});
