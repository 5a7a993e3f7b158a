import type { Command } from "commander";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { EXIT, Failure } from "../exit.ts";
import { attach, capture } from "../run.ts";
import { credentialOf, credentialRoles } from "../stack/credentials.ts";

const CONTAINER = "tovplay-postgres";
const DATABASE = "TovPlay";

/** Arguments of `docker exec` for a program that talks to this terminal, or to this pipe. */
function execArguments(options: readonly string[]): string[] {
  const terminal =
    process.stdin.isTTY && process.stdout.isTTY ? ["--interactive", "--tty"] : ["--interactive"];
  return ["exec", ...terminal, ...options, CONTAINER];
}

async function requireServer(): Promise<void> {
  const { stdout } = await capture("docker", ["inspect", "--format", "{{.State.Running}}", CONTAINER]);
  if (stdout.trim() === "true") return;
  throw new Failure(
    "unhealthy",
    "the database does not run; bring it up with './tovrun up --profile database'",
  );
}

/** As the superuser, over the server's local socket: it has no password and cannot come from elsewhere. */
function psqlAsAdmin(args: readonly string[]): Promise<number> {
  return attach("docker", [
    ...execArguments([]),
    "psql",
    "--username",
    "postgres",
    "--dbname",
    DATABASE,
    ...args,
  ]);
}

/** As a role with a password, which reaches psql in a file that lives in the container's memory as long as psql. */
async function psqlAs(role: string, args: readonly string[]): Promise<number> {
  const { user, password, port } = await credentialOf(role, await quietEnvironment());
  // The application's way is through the pooler; both listen under their own names on this network.
  const pooled = user === "tovplay_app";
  const [host, inside] = pooled ? ["tovplay-pgbouncer", "6432"] : ["127.0.0.1", "5432"];
  const file = `/tmp/.pgpass-${process.pid}-${port}`;
  const line = [host, inside, "*", user, password]
    .map((field) => field.replaceAll(/[\\:]/g, "\\$&"))
    .join(":");
  const write = ["exec", "--interactive", CONTAINER, "sh", "-c", `umask 077 && cat >${file}`];
  const { code, stderr } = await capture("docker", write, { input: `${line}\n` });
  if (code !== 0) throw new Failure("failed", `the password cannot be handed to psql: ${stderr.trim()}`);
  try {
    const psql = [
      "psql",
      "--host",
      host,
      "--port",
      inside,
      "--username",
      user,
      "--dbname",
      DATABASE,
      ...args,
    ];
    return await attach("docker", [...execArguments(["--env", `PGPASSFILE=${file}`]), ...psql]);
  } finally {
    await capture("docker", ["exec", CONTAINER, "rm", "-f", file]);
  }
}

async function psql(args: string[], options: { role: string }): Promise<void> {
  await requireServer();
  const code = await (options.role === "admin" ? psqlAsAdmin(args) : psqlAs(options.role, args));
  process.exitCode = code === 0 ? EXIT.ok.code : code;
}

export function configure(command: Command): void {
  command
    .description("Opens the local database in psql. Reads only, unless another role is asked for.")
    .usage("[--role NAME] [-- PSQL ARGUMENTS...]")
    .argument("[args...]", "arguments of psql, after --")
    .option("--role <name>", `${credentialRoles.join(", ")} or admin (the superuser)`, "viewer")
    .addHelpText(
      "after",
      "\nExamples:\n  ./tovrun psql -- -c 'SELECT count(*) FROM \"Game\"'\n  ./tovrun psql --role admin\n\nEnds with psql's own exit code. Role app goes through PgBouncer, the others straight to PostgreSQL.",
    )
    .action(psql);
}
