import { defaultPrivileges, grantFixtures } from "../../grant-fixtures.ts";

export const fixtures = grantFixtures({
  good: {
    "a list": { privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"] },
    "nothing at all": { privileges: [] },
  },
  bad: {
    all: { privileges: ["ALL"], says: "gives example_app ALL on table Game" },
    "all by its long name": { privileges: ["all privileges"], says: "all privileges" },
    "all of what is to come": { type: defaultPrivileges, privileges: ["ALL"], says: "ALL" },
    "all on every table": { objects: [], privileges: ["ALL"], says: "on every table" },
  },
});
