import { containerPolicy } from "../../container-policy.ts";

export const policy = containerPolicy({
  name: "root-read-only",
  why: "Otherwise an attacker can add tools to the container or change its program.",
  fix: "Set readOnly to true, and provide the folders it writes to as tmpfs or volumes.",
  decide: ({ readOnly }) => (readOnly ? undefined : "can write to its root file system"),
});
