import type { Command } from "commander";
import { z } from "zod";
import type { ClusterChoice } from "../database/cluster.ts";
import { askAsSuperuser, chosenServer } from "../database/server.ts";
import { stackClients } from "../database/stack-clients.ts";
import {
  isZombie,
  type Session,
  sessionSchema,
  sessionsSql,
  terminateSql,
  zombieRows,
} from "../database/zombies.ts";
import { localStack } from "../engine/pulumi.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";
import { formatTable } from "../terminal/table.ts";

interface ZombieOptions extends ClusterChoice {
  idle: string;
  end?: boolean;
  json?: boolean;
}

function minutesOf(text: string): number {
  const minutes = Number(text);
  if (Number.isFinite(minutes) && minutes >= 0 && minutes <= 1440) return minutes;
  throw new Failure("usage", `--idle takes minutes between 0 and 1440, not '${text}'`);
}

async function zombies(options: ZombieOptions): Promise<void> {
  const limit = minutesOf(options.idle) * 60;
  const server = await chosenServer(options);
  // One after the other: each query is a session itself, and would count.
  const clients = await stackClients(server);
  const sessions = await askAsSuperuser(server, sessionsSql, z.array(sessionSchema));
  const found = sessions.filter((session) => isZombie(session, limit, clients));
  const ended = options.end && found.length > 0 ? await end(found) : [];
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ sessions: sessions.length, zombies: found, ended }, null, 2)}\n`,
    );
  else process.stdout.write(`${textOf(sessions.length, found, ended)}\n`);
  process.exitCode = found.length === ended.length ? exitCodes.ok.code : exitCodes.changes.code;

  /** Terminates each session that is still the listed one. */
  async function end(chosen: readonly Session[]): Promise<number[]> {
    const result = await askAsSuperuser(server, terminateSql(chosen), z.array(z.object({ pid: z.number() })));
    return result.map(({ pid }) => pid);
  }
}

function textOf(count: number, found: readonly Session[], ended: readonly number[]): string {
  if (found.length === 0) return `None of ${count} sessions is a zombie.`;
  const rest = found.length - ended.length;
  const last =
    ended.length === 0
      ? `${found.length} of ${count} sessions; terminate them with --end.`
      : `${ended.length} terminated${rest > 0 ? `, ${rest} active again` : ""}.`;
  return `${formatTable(zombieRows(found, ended))}\n${last}`;
}

export function configure(command: Command): void {
  command
    .description(
      "Lists database sessions that are idle for too long, hold a transaction open, or are idle without an application name. --end terminates them. Sessions of the stack's pooler and services, recognised by role and address, may idle.",
    )
    .option("--idle <minutes>", "minutes after which an idle session counts", "5")
    .option("--end", "terminate them")
    .option("--stack <name>", "local, or a database host: database, lab-database", localStack)
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--json", "print them as JSON")
    .addHelpText(
      "after",
      `\nPostgreSQL itself terminates sessions that are idle for five minutes; those listed here are newer.\nExit code ${exitCodes.ok.code}: there are none left; ${exitCodes.changes.code}: there are some.`,
    )
    .action(zombies);
}
