import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "privileged unset": { privileged: undefined },
    "privileged false": { privileged: false },
    "a capability by name": { capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] } },
  },
  bad: {
    "a disk of the host": { devices: [{ hostPath: "/dev/vda" }], says: "/dev/vda" },
    privileged: { privileged: true, says: "is privileged" },
    "all capabilities": { capabilities: { adds: ["ALL"] }, says: "all capabilities" },
    "all capabilities by their long name": { capabilities: { adds: ["CAP_ALL"] }, says: "all capabilities" },
  },
});
