import { containerPolicy } from "../container-policy.ts";
import { firstFinding } from "../unknown.ts";

const everything = /^(CAP_)?ALL$/i;

export const policy = containerPolicy({
  name: "not-privileged",
  why: "A privileged container is root on its host: whoever breaks into it has the host and everything beside it.",
  mend: "Leave privileged unset and name the few capabilities that the program needs.",
  decide: ({ privileged, capabilities }) => {
    if (privileged) return "is privileged";
    return firstFinding(capabilities?.adds, (name) =>
      everything.test(name) ? "adds all capabilities, which is the same as privileged" : undefined,
    );
  },
});
