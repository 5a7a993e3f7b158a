import type { Command } from "commander";
import { Failure } from "../exit.ts";
import { attach } from "../run.ts";
import { inspectContainers } from "../stack/containers.ts";
import { findByName } from "../stack/service-name.ts";
import { nameOf } from "../stack/services.ts";

async function logs(name: string, options: { follow?: boolean; tail: string }): Promise<void> {
  if (!/^(?:all|\d+)$/.test(options.tail)) {
    throw new Failure("usage", `--tail takes a number of lines or 'all', not '${options.tail}'`);
  }
  const container = findByName(name, (await inspectContainers()).map(nameOf));
  const follow = options.follow ? ["--follow"] : [];
  const code = await attach("docker", ["logs", "--tail", options.tail, ...follow, container]);
  // A follower is ended with Ctrl-C: that is no failure.
  process.exitCode = options.follow && code >= 128 ? 0 : code;
}

export function configure(command: Command): void {
  command
    .description("Prints a container's log.")
    .argument("<name>", "service, with or without 'tovplay-' in front: nginx, backend, postgres, …")
    .option("-f, --follow", "go on with what is written from now, until Ctrl-C")
    .option("-n, --tail <lines>", "begin with the last LINES, or 'all'", "200")
    .action(logs);
}
