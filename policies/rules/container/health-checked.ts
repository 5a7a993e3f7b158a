import { containerPolicy } from "../../container-policy.ts";

export const policy = containerPolicy({
  name: "health-checked",
  why: "A container that runs but does not answer looks well to everybody, and a deployment cannot wait for it.",
  mend: 'Set healthcheck.tests to ["CMD", program, …].',
  decide: ({ healthcheck }) => {
    const [kind, ...command] = healthcheck?.tests ?? [];
    if (kind === undefined) return "has no health check";
    if (kind === "NONE") return "switches the image's health check off";
    if (kind !== "CMD" && kind !== "CMD-SHELL")
      return `has a health check that begins with ${kind} instead of CMD`;
    return command.some((word) => word.trim() !== "") ? undefined : "has a health check without a command";
  },
});
