import type { Command } from "commander";
import { shownRecord } from "../database/shown-record.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { exportState } from "../engine/stack.ts";
import { Failure } from "../exit.ts";
import { sshCommand } from "../hosts/connections.ts";
import { chooseContainer, containersOn } from "../hosts/containers.ts";
import { hostsIn } from "../hosts/deployed.ts";
import { hostStack } from "../hosts/stacks.ts";
import { type LogCommand, type LogWish, logCommand } from "../logs/log-command.ts";
import { requireDocker } from "../machine/docker.ts";
import { type AttachOptions, attach } from "../run.ts";
import { inspectContainers } from "../stack/containers.ts";
import { findByName } from "../stack/service-name.ts";
import { nameOf } from "../stack/services.ts";

interface LogOptions extends LogWish {
  readonly stack: string;
}

async function logs(name: string, options: LogOptions): Promise<void> {
  if (!/^(?:all|\d+)$/.test(options.tail)) {
    throw new Failure("usage", `--tail takes a number of lines or 'all', not '${options.tail}'`);
  }
  const code = await (options.stack === "local" ? logsHere(name, options) : logsOnHost(name, options));
  // A follower is ended with Ctrl-C: that is no failure.
  process.exitCode = options.follow && code >= 128 ? 0 : code;
}

async function logsHere(given: string, wish: LogOptions): Promise<number> {
  const containers = await inspectContainers();
  if (containers.length === 0) await requireDocker();
  const name = findByName(given, containers.map(nameOf));
  const running = containers.some((one) => nameOf(one) === name && one.State.Status === "running");
  const command = logCommand({ name, running }, wish);
  return attach("docker", command.args, attachment(command, wish));
}

async function logsOnHost(given: string, wish: LogOptions): Promise<number> {
  const PULUMI_STACK = hostStack(wish.stack);
  const env = { ...(await quietEnvironment()), PULUMI_STACK };
  const hosts = hostsIn(await exportState(env));
  if (hosts.length === 0)
    throw new Failure(
      "unhealthy",
      `the stack ${wish.stack} has no host yet; ./tovrun deploy ${wish.stack} makes it one`,
    );
  const containers = (await Promise.all(hosts.map((host) => containersOn(host, env)))).flat();
  const container = chooseContainer(given, containers);
  const command = logCommand(container, wish);
  const { file, args } = sshCommand(container.host, ["docker", ...command.args]);
  return attach(file, args, { env, ...attachment(command, wish) });
}

/** How a log comes to the caller: records without the values of rows in them. */
function attachment({ records }: LogCommand, { follow = false }: LogWish): AttachOptions {
  return { openInput: records && follow, ...(records ? { eachLine: shownRecord } : {}) };
}

export function configure(command: Command): void {
  command
    .description(
      "Prints a container's log, here or on a host; the database's without the values of rows in it.",
    )
    .argument(
      "<name>",
      "service, with or without 'tovplay-' in front: nginx, backend, postgres, …; HOST/NAME where a stack has several hosts",
    )
    .option("-f, --follow", "go on with what is written from now, until Ctrl-C")
    .option("-n, --tail <lines>", "begin with the last LINES, or 'all'", "200")
    .option(
      "--stack <name>",
      "local, or a stack of hosts: database, backup, staging, production, lab-…",
      "local",
    )
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun logs backend --follow\n  ./tovrun logs postgres-staging --stack lab-database --tail 20",
    )
    .action(logs);
}
