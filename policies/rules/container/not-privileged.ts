import { containerPolicy } from "../../container-policy.ts";
import { firstFinding } from "../../unknown.ts";

const everything = /^(CAP_)?ALL$/i;

export const policy = containerPolicy({
  name: "not-privileged",
  why: "A privileged container is root on its host: whoever breaks into it has the host and everything beside it.",
  mend: "Leave privileged and devices unset, and name the few capabilities that the program needs.",
  severity: "critical",
  decide: ({ privileged, capabilities, devices }) => {
    if (privileged) return "is privileged";
    const device = firstFinding(devices, ({ hostPath }) => `uses the device ${hostPath} of its host`);
    if (device !== undefined) return device;
    return firstFinding(capabilities?.adds, (name) =>
      everything.test(name) ? "adds all capabilities, which is the same as privileged" : undefined,
    );
  },
});
