import { containerPolicy } from "../../container-policy.ts";

export const policy = containerPolicy({
  name: "root-read-only",
  why: "A program that is broken into can otherwise put its own tools, or a changed version of itself, into its container.",
  mend: "Set readOnly to true, and give the folders it has to write to in tmpfs or as volumes.",
  decide: ({ readOnly }) => (readOnly ? undefined : "can write to its root file system"),
});
