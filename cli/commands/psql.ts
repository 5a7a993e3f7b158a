import type { Command } from "commander";
import { chosenServer, type ServerChoice } from "../database/server.ts";
import { attachCommand } from "../hosts/remote.ts";
import { EXIT, Failure } from "../terminal/exit.ts";

const DATABASE = "TovPlay";
const ADMIN = "admin";
/** Who a person may look around as, without the prefix that the database knows them by. */
const ROLES = ["viewer", "app", "migrator", "backup", "monitor", "guardian", ADMIN];

interface PsqlOptions extends ServerChoice {
  readonly role: string;
}

/** @throws {Failure} which roles there are */
function userOf(given: string): string {
  const role = given.replace(/^tovplay_/, "");
  if (!ROLES.includes(role))
    throw new Failure("usage", `there is no role '${given}'; choose from ${ROLES.join(", ")}`);
  return role === ADMIN ? "postgres" : `tovplay_${role}`;
}

/** Over the server's local socket, where its own user is let in as any role: no password has to be got, handed over or kept. */
async function psql(args: string[], options: PsqlOptions): Promise<void> {
  const user = userOf(options.role);
  const server = await chosenServer(options);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const exec = ["exec", "--interactive", ...(terminal ? ["--tty"] : []), "--user", "postgres"];
  const login = ["psql", "--dbname", DATABASE, "--username", user];
  const words = [...exec, server.container, ...login, ...args];
  const command = server.docker(words, terminal ? "terminal" : "attached");
  const code = await attachCommand(command);
  process.exitCode = code === 0 ? EXIT.ok.code : code;
}

export function configure(command: Command): void {
  command
    .description("Opens the database in psql. Reads only, unless another role is asked for.")
    .usage("[--role NAME] [--stack STACK] [-- PSQL ARGUMENTS...]")
    .argument("[args...]", "arguments of psql, after --")
    .option("--role <name>", `${ROLES.join(", ")} (the superuser)`, "viewer")
    .option("--stack <name>", "local, or a database host: database, lab-database", "local")
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun psql -- -c 'SELECT count(*) FROM \"Game\"'\n  ./tovrun psql --role admin --stack lab-database\n\nEnds with psql's own exit code. Every role comes over the server's local socket, without a password, and not through PgBouncer.",
    )
    .action(psql);
}
