import { defaultPrivileges, grantFixtures } from "../../grant-fixtures.ts";

export const fixtures = grantFixtures({
  good: {
    "reading and writing": { privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"] },
    "the use of a schema": { objectType: "schema", objects: undefined, privileges: ["USAGE"] },
    "new tables of their owner": {
      role: "tovplay_owner",
      objectType: "schema",
      objects: undefined,
      privileges: ["USAGE", "CREATE"],
    },
    connecting: { objectType: "database", objects: undefined, privileges: ["CONNECT"] },
  },
  bad: {
    truncate: { privileges: ["SELECT", "TRUNCATE"], says: "TRUNCATE on table Game: it may empty it" },
    references: { privileges: ["REFERENCES"], says: "REFERENCES" },
    "a trigger": { privileges: ["trigger"], says: "gives example_app trigger" },
    "new databases' objects of the owner": {
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
      says: "CREATE on every schema: it may own objects",
    },
    "what is to come": { type: defaultPrivileges, privileges: ["TRUNCATE"], says: "TRUNCATE" },
    "giving on": { withGrantOption: true, says: "give on" },
  },
});
