import type { Fixtures } from "../good-container.ts";

export const fixtures: Fixtures = {
  good: {
    "privileged unset": { privileged: undefined },
    "privileged false": { privileged: false },
    "a capability by name": { capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] } },
  },
  bad: {
    privileged: { privileged: true, says: "is privileged" },
    "all capabilities": { capabilities: { adds: ["ALL"] }, says: "all capabilities" },
    "all capabilities by their long name": { capabilities: { adds: ["CAP_ALL"] }, says: "all capabilities" },
  },
};
