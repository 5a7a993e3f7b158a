import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "no capability": { capabilities: { drops: ["ALL"] } },
    "harmless capabilities": {
      capabilities: { drops: ["CAP_ALL"], adds: ["CAP_NET_BIND_SERVICE", "chown"] },
    },
  },
  bad: {
    "the defaults": { capabilities: undefined, says: "default capabilities" },
    "some dropped": { capabilities: { drops: ["NET_RAW"] }, says: "default capabilities" },
    "raw packets": { capabilities: { drops: ["ALL"], adds: ["NET_RAW"] }, says: "NET_RAW" },
    "the host's administration": {
      capabilities: { drops: ["ALL"], adds: ["KILL", "CAP_SYS_ADMIN"] },
      says: "CAP_SYS_ADMIN",
    },
  },
});
