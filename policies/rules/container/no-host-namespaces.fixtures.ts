import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "a separate network": { networkMode: "bridge" },
    "unset modes": { networkMode: undefined, pidMode: undefined },
  },
  bad: {
    "the host's network": { networkMode: "host", says: "shares the network" },
    "the host's processes": { pidMode: "host", says: "shares the processes" },
    "the host's shared memory": { ipcMode: "host", says: "shares the shared memory" },
    "the host's users": { usernsMode: "host", says: "shares the users" },
    "the host's control groups": { cgroupnsMode: "host", says: "shares the control groups" },
  },
});
