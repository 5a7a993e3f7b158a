import { containerFixtures } from "../../fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "nothing to write": { readOnly: true },
    "scratch in memory": { readOnly: true, tmpfs: { "/tmp": "rw,size=16m" } },
  },
  bad: {
    "nothing said": { readOnly: undefined, says: "can write to its root" },
    "may write": { readOnly: false, says: "can write to its root" },
  },
});
