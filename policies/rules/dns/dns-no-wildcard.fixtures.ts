import { fixturesOf } from "../../testing/fixtures.ts";
import { type RecordCase, recordWith } from "../../testing/record-fixture.ts";

export const fixtures = fixturesOf<RecordCase>(
  {
    good: { "a name": {}, "the zone itself": { name: "example.org" } },
    bad: {
      "every name": { name: "*.example.org", says: "*.example.org" },
      "a short wildcard": { name: "*", says: "is a wildcard (*)" },
      "every name below one": {
        name: "*.app.example.org",
        type: "CNAME",
        content: "app.example.org",
        says: "*.app",
      },
    },
  },
  recordWith,
);
