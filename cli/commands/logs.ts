import type { Command as Program } from "commander";
import { connectionTrouble, sshFailed } from "../../provider/ssh/trouble.ts";
import { shownRecord } from "../database/shown-record.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { exportState } from "../engine/stack.ts";
import { sshCommand } from "../hosts/connections.ts";
import { chooseContainer, containersOn } from "../hosts/containers.ts";
import { hostsIn } from "../hosts/deployed.ts";
import { attachCommand, type Command } from "../hosts/remote.ts";
import { hostStack } from "../hosts/stacks.ts";
import { type LogCommand, type LogWish, logCommand } from "../logs/log-command.ts";
import { requireDocker } from "../machine/docker.ts";
import { inspectContainers } from "../stack/containers.ts";
import { findByName } from "../stack/service-name.ts";
import { nameOf } from "../stack/services.ts";
import { EXIT, Failure } from "../terminal/exit.ts";

interface LogOptions extends LogWish {
  readonly stack: string;
}

async function logs(name: string, options: LogOptions): Promise<void> {
  if (!/^(?:all|\d+)$/.test(options.tail)) {
    throw new Failure("usage", `--tail takes a number of lines or 'all', not '${options.tail}'`);
  }
  process.exitCode = await (options.stack === "local" ? logsHere(name, options) : logsOnHost(name, options));
}

async function logsHere(given: string, wish: LogOptions): Promise<number> {
  const containers = await inspectContainers();
  if (containers.length === 0) await requireDocker();
  const name = findByName(given, containers.map(nameOf));
  const running = containers.some((one) => nameOf(one) === name && one.State.Status === "running");
  const command = logCommand({ name, running }, wish);
  const [file, ...args] = command.words;
  return print({ file, args }, command, wish);
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
  const code = await print(sshCommand(container.host, command.words), command, wish);
  if (code === sshFailed) throw new Failure("failed", connectionTrouble(container.host.connection, ""));
  return code;
}

/** Prints records without the values of rows in them. @returns the exit code; that a person ends a follower is no failure */
async function print(
  command: Command,
  { records }: LogCommand,
  { follow = false }: LogWish,
): Promise<number> {
  let ended = false;
  const onSignal = () => {
    ended = follow;
  };
  const lines = records ? { eachLine: shownRecord } : {};
  const code = await attachCommand(command, { openInput: follow, onSignal, ...lines });
  return ended ? EXIT.ok.code : code;
}

export function configure(command: Program): void {
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
