import type { Command as Program } from "commander";
import { connectionFailure, sshFailed } from "../../provider/ssh/failure.ts";
import { shownRecord } from "../database/shown-record.ts";
import { localStack } from "../engine/pulumi.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { exportState } from "../engine/stack.ts";
import { sshCommand } from "../hosts/connections.ts";
import { chooseContainer, containersOn } from "../hosts/containers.ts";
import { hostsIn } from "../hosts/deployed.ts";
import { attachCommand, type Command } from "../hosts/remote.ts";
import { hostStack } from "../hosts/stacks.ts";
import { type LogCommand, type LogRequest, logCommand } from "../logs/log-command.ts";
import { requireDocker } from "../machine/docker.ts";
import { inspectContainers } from "../stack/containers.ts";
import { findByName } from "../stack/service-name.ts";
import { nameOf } from "../stack/services.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";

interface LogOptions extends LogRequest {
  stack: string;
}

async function logs(name: string, options: LogOptions): Promise<void> {
  if (!/^(?:all|\d+)$/.test(options.tail)) {
    throw new Failure("usage", `--tail takes a number of lines or 'all', not '${options.tail}'`);
  }
  process.exitCode = await (options.stack === localStack
    ? logsHere(name, options)
    : logsOnHost(name, options));
}

async function logsHere(given: string, request: LogOptions): Promise<number> {
  const containers = await inspectContainers();
  if (containers.length === 0) await requireDocker();
  const name = findByName(given, containers.map(nameOf));
  const running = containers.some((one) => nameOf(one) === name && one.State.Status === "running");
  const command = logCommand({ name, running }, request);
  const [file, ...args] = command.words;
  return print({ file, args }, command, request);
}

async function logsOnHost(given: string, request: LogOptions): Promise<number> {
  const stack = hostStack(request.stack);
  const env = await quietEnvironment();
  const hosts = hostsIn(await exportState({ stack, env }));
  if (hosts.length === 0)
    throw new Failure(
      "unhealthy",
      `the stack ${request.stack} has no host yet; deploy it with ./tovrun deploy ${request.stack}`,
    );
  const containers = (await Promise.all(hosts.map((host) => containersOn(host, env)))).flat();
  const container = chooseContainer(given, containers);
  const command = logCommand(container, request);
  const code = await print(sshCommand(container.host, command.words), command, request);
  if (code === sshFailed) throw new Failure("failed", connectionFailure(container.host.connection, ""));
  return code;
}

/** Prints records without the values of rows in them. @returns the exit code; that a person ends a follower is no failure */
async function print(
  command: Command,
  { records }: LogCommand,
  { follow = false }: LogRequest,
): Promise<number> {
  let ended = false;
  const onSignal = () => {
    ended = follow;
  };
  const lines = records ? { eachLine: shownRecord } : {};
  const code = await attachCommand(command, { openInput: follow, onSignal, ...lines });
  return ended ? exitCodes.ok.code : code;
}

export function configure(command: Program): void {
  command
    .description(
      "Prints a container's log, here or on a host. The database's log is shown without row values.",
    )
    .argument(
      "<name>",
      "service, with or without 'tovplay-' in front: nginx, backend, postgres, …; HOST/NAME where a stack has several hosts",
    )
    .option("-f, --follow", "keep printing new lines until Ctrl-C")
    .option("-n, --tail <lines>", "how many of the last lines to print first, or 'all'", "200")
    .option(
      "--stack <name>",
      "local, or a stack of hosts: database, backup, staging, production, lab-…",
      localStack,
    )
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun logs backend --follow\n  ./tovrun logs postgres-staging --stack lab-database --tail 20",
    )
    .action(logs);
}
