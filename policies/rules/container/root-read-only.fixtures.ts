import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "nothing to write": { readOnly: true },
    "scratch in memory": { readOnly: true, tmpfs: { "/tmp": "rw,size=16m" } },
  },
  bad: {
    "readOnly unset": { readOnly: undefined, says: "can write to its root" },
    "readOnly false": { readOnly: false, says: "can write to its root" },
  },
});
