import type { Command } from "commander";
import { z } from "zod";
import { askAsSuperuser, chosenServer, type ServerChoice } from "../database/server.ts";
import { stackClients } from "../database/stack-clients.ts";
import {
  isZombie,
  type Session,
  sessionSchema,
  sessionsSql,
  terminateSql,
  zombieRows,
} from "../database/zombies.ts";
import { EXIT, Failure } from "../terminal/exit.ts";
import { formatTable } from "../terminal/table.ts";

interface ZombieOptions extends ServerChoice {
  readonly idle: string;
  readonly end?: boolean;
  readonly json?: boolean;
}

function minutesOf(text: string): number {
  const minutes = Number(text);
  if (Number.isFinite(minutes) && minutes >= 0 && minutes <= 1440) return minutes;
  throw new Failure("usage", `--idle takes minutes between 0 and 1440, not '${text}'`);
}

async function zombies(options: ZombieOptions): Promise<void> {
  const limit = minutesOf(options.idle) * 60;
  const server = await chosenServer(options);
  // One after the other: the questions are sessions too, and would count.
  const clients = await stackClients(server);
  const sessions = await askAsSuperuser(server, sessionsSql, z.array(sessionSchema));
  const found = sessions.filter((session) => isZombie(session, limit, clients));
  const ended = options.end && found.length > 0 ? await end(found) : [];
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ sessions: sessions.length, zombies: found, ended }, null, 2)}\n`,
    );
  else process.stdout.write(`${textOf(sessions.length, found, ended)}\n`);
  process.exitCode = found.length === ended.length ? EXIT.ok.code : EXIT.changes.code;

  /** Ends each session only while it is still the one that was looked at. */
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
      ? `${found.length} of ${count} sessions; --end ends them.`
      : `${ended.length} ended${rest > 0 ? `, ${rest} had gone on to something else` : ""}.`;
  return `${formatTable(zombieRows(found, ended))}\n${last}`;
}

export function configure(command: Command): void {
  command
    .description(
      "Lists database sessions that do nothing for long, hold a transaction open, or do not say which program they are: whose, from where, how long. --end ends them. The stack's own pooler and services are known by role and address: their sessions may idle.",
    )
    .option("--idle <minutes>", "from how long on a session counts", "5")
    .option("--end", "end them, and say which")
    .option("--stack <name>", "local, or a database host: database, lab-database", "local")
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--json", "print them for a program")
    .addHelpText(
      "after",
      `\nPostgreSQL itself ends what is idle for five minutes; what is listed here came to be in between.\nExit code ${EXIT.ok.code}: none is left; ${EXIT.changes.code}: there are some.`,
    )
    .action(zombies);
}
