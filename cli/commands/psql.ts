import type { Command } from "commander";
import { chosenServer, inDocker, type Server, type ServerChoice } from "../database/server.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { EXIT, Failure } from "../exit.ts";
import { environmentOf } from "../hosts/remote.ts";
import { attach } from "../run.ts";
import { credentialRoles } from "../stack/credentials.ts";

const DATABASE = "TovPlay";

interface PsqlOptions extends ServerChoice {
  readonly role: string;
}

/** Runs psql in the server's container, on this terminal or for this pipe. */
function attachPsql(server: Server, options: readonly string[], psql: readonly string[]): Promise<number> {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const exec = ["exec", "--interactive", ...(terminal ? ["--tty"] : []), ...options, server.container];
  const words = [...exec, "psql", "--dbname", DATABASE, ...psql];
  const command = server.docker(words, terminal ? "terminal" : "attached");
  return attach(command.file, command.args, { env: environmentOf(command) });
}

/** As the superuser, over the server's local socket: it has no password and cannot come from elsewhere. */
function psqlAsAdmin(server: Server, args: readonly string[]): Promise<number> {
  return attachPsql(server, ["--user", "postgres"], ["--username", "postgres", ...args]);
}

/** As a role with a password, which reaches psql in a file that lives in the container's memory as long as psql. */
async function psqlAs(
  server: Server,
  { role, stack }: PsqlOptions,
  args: readonly string[],
): Promise<number> {
  const { user, password } = await server.credential(role);
  // Locally the application's way is through the pooler; both listen under their own names on this network.
  const pooled = stack === "local" && user === "tovplay_app";
  const [host, port] = pooled ? ["tovplay-pgbouncer", "6432"] : ["127.0.0.1", "5432"];
  const file = `/tmp/.pgpass-${process.pid}`;
  const line = [host, port, "*", user, password].map((field) => field.replaceAll(/[\\:]/g, "\\$&")).join(":");
  const write = ["exec", "--interactive", server.container, "sh", "-c", `umask 077 && cat >${file}`];
  const { code, stderr } = await inDocker(server, write, `${line}\n`);
  if (code !== 0) throw new Failure("failed", `the password cannot be handed to psql: ${stderr.trim()}`);
  try {
    const login = ["--host", host, "--port", port, "--username", user];
    return await attachPsql(server, ["--env", `PGPASSFILE=${file}`], [...login, ...args]);
  } finally {
    await inDocker(server, ["exec", server.container, "rm", "-f", file]);
  }
}

async function psql(args: string[], options: PsqlOptions): Promise<void> {
  const server = await chosenServer(options, await quietEnvironment());
  const code = await (options.role === "admin" ? psqlAsAdmin(server, args) : psqlAs(server, options, args));
  process.exitCode = code === 0 ? EXIT.ok.code : code;
}

export function configure(command: Command): void {
  command
    .description("Opens the database in psql. Reads only, unless another role is asked for.")
    .usage("[--role NAME] [--stack STACK] [-- PSQL ARGUMENTS...]")
    .argument("[args...]", "arguments of psql, after --")
    .option("--role <name>", `${credentialRoles.join(", ")} or admin (the superuser)`, "viewer")
    .option("--stack <name>", "local, or a database host: database, lab-database", "local")
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun psql -- -c 'SELECT count(*) FROM \"Game\"'\n  ./tovrun psql --role admin --stack lab-database\n\nEnds with psql's own exit code. Locally, role app goes through PgBouncer, the others straight to PostgreSQL. A database host\nlets the roles app and migrator in from application hosts only: there, be admin.",
    )
    .action(psql);
}
