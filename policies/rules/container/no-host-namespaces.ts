import type { ContainerInputs } from "../../container-policy.ts";
import { containerPolicy } from "../../container-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** What a container shares with its host when a setting is `host`. */
const shared = [
  ["networkMode", "network"],
  ["pidMode", "processes"],
  ["ipcMode", "shared memory"],
  ["usernsMode", "users"],
  ["cgroupnsMode", "control groups"],
] as const satisfies readonly (readonly [keyof ContainerInputs, string])[];

export const policy = containerPolicy({
  name: "no-host-namespaces",
  why: "A container in the host's network reaches every service on its loopback, and no firewall rule of Docker holds it.",
  mend: "Leave the setting out: networksAdvanced joins a network of its own, and ports publishes on loopback.",
  decide: (container) =>
    firstFinding(shared, ([setting, what]) =>
      container[setting] === "host" ? `shares the ${what} of its host (${setting})` : undefined,
    ),
});
