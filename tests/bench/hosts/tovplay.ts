import type { BackendChanges } from "./backend-changes.ts";
import type { Contender } from "./contender.ts";

const stack = "lab-production";
const health = "--resolve app.tovplay.org:443:127.0.0.1 https://app.tovplay.org/api/health";

/** This repository's own command for everything and for the backend alone, and the bare engine without the command's checks and policies. */
export function tovplay({ copy }: BackendChanges): Record<"command" | "only" | "engine", Contender> {
  const run = async (...args: string[]) => {
    const { exitCode, all } = await copy.tovrun(args);
    if (exitCode !== 0) throw new Error(`${args.join(" ")} failed: ${all}`);
  };
  const deploy = () => run("deploy", stack, "--yes");
  const deployBackend = () => run("deploy", stack, "--yes", "--only", "backend");
  const up = () =>
    run("exec", "--", "pulumi", "up", "--stack", stack, "--yes", "--skip-preview", "--non-interactive");
  return {
    command: { name: "./tovrun deploy", settle: deploy, unchanged: deploy, changed: deploy, health },
    only: {
      name: "… --only backend",
      settle: deploy,
      unchanged: deployBackend,
      changed: deployBackend,
      health,
    },
    engine: { name: "pulumi up", settle: deploy, unchanged: up, health },
  };
}
