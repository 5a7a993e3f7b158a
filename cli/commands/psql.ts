import type { Command } from "commander";
import type { ClusterChoice } from "../database/cluster.ts";
import { chosenServer } from "../database/server.ts";
import { localStack } from "../engine/pulumi.ts";
import { attachCommand } from "../hosts/remote.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";

const admin = "admin";
/** Roles that a person may use, without their prefix. */
const roles = ["viewer", "app", "migrator", "backup", "monitor", "guardian", admin];

interface PsqlOptions extends ClusterChoice {
  role: string;
}

/** The database user of a role. @throws {Failure} when there is none */
function userOf(given: string): string {
  const role = given.replace(/^tovplay_/, "");
  if (!roles.includes(role))
    throw new Failure("usage", `there is no role '${given}'; choose from ${roles.join(", ")}`);
  return role === admin ? "postgres" : `tovplay_${role}`;
}

/** Connects over the server's local socket, which accepts every role without a password. */
async function psql(args: string[], options: PsqlOptions): Promise<void> {
  const user = userOf(options.role);
  const server = await chosenServer(options);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const exec = ["exec", "--interactive", ...(terminal ? ["--tty"] : []), "--user", "postgres"];
  const login = ["psql", "--dbname", server.database, "--username", user];
  const words = [...exec, server.container, ...login, ...args];
  const command = server.docker(words, terminal ? "terminal" : "attached");
  const code = await attachCommand(command);
  process.exitCode = code === 0 ? exitCodes.ok.code : code;
}

export function configure(command: Command): void {
  command
    .description("Opens the database in psql, read-only unless another role is chosen.")
    .usage("[--role NAME] [--stack STACK] [-- PSQL ARGUMENTS...]")
    .argument("[args...]", "arguments for psql, after --")
    .option("--role <name>", `${roles.join(", ")} (the superuser)`, "viewer")
    .option("--stack <name>", "local, or a database host: database, lab-database", localStack)
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun psql -- -c 'SELECT count(*) FROM \"Game\"'\n  ./tovrun psql --role admin --stack lab-database\n\nExits with psql's exit code. Connects over the server's local socket, without a password or PgBouncer.",
    )
    .action(psql);
}
