import type { Command } from "commander";
import { shownRecord } from "../database/shown-record.ts";
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
  const shown = recordsOf[container] ? { eachLine: shownRecord } : {};
  const code = await attach("docker", logArguments(container, options), shown);
  // A follower is ended with Ctrl-C: that is no failure.
  process.exitCode = options.follow && code >= 128 ? 0 : code;
}

/** PostgreSQL writes its records into files, one an hour; Docker has of it only how it began. */
const recordsOf: Record<string, string> = { "tovplay-postgres": "/var/log/postgresql" };

function logArguments(container: string, { follow, tail }: { follow?: boolean; tail: string }): string[] {
  const folder = recordsOf[container];
  if (!folder) return ["logs", "--tail", tail, ...(follow ? ["--follow"] : []), container];
  const lines = tail === "all" ? "+1" : tail;
  const script = follow
    ? `tail --lines "$1" --follow=name "$(ls --sort=time -- "$0"/*.json | head --lines 1)"`
    : `ls --sort=time --reverse -- "$0"/*.json | xargs cat -- | tail --lines "$1"`;
  return ["exec", container, "sh", "-c", script, folder, lines];
}

export function configure(command: Command): void {
  command
    .description("Prints a container's log; the database's without the values of rows in it.")
    .argument("<name>", "service, with or without 'tovplay-' in front: nginx, backend, postgres, …")
    .option("-f, --follow", "go on with what is written from now, until Ctrl-C")
    .option("-n, --tail <lines>", "begin with the last LINES, or 'all'", "200")
    .action(logs);
}
