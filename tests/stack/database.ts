import pg from "pg";
import { docker, tovrun } from "./tovrun.ts";

interface Credential {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

let known: Promise<Record<string, Credential>> | undefined;

/** The stack's login credentials by role; read once per test file. */
export function credentials(): Promise<Record<string, Credential>> {
  known ??= readCredentials();
  return known;
}

async function readCredentials(): Promise<Record<string, Credential>> {
  const output = ["stack", "output", "credentials", "--show-secrets", "--json", "--stack", "local"];
  const { stdout } = await tovrun("exec", "--", "pulumi", ...output);
  return JSON.parse(stdout) as Record<string, Credential>;
}

/** Runs SQL as the superuser, over the local socket of the server's container: the only way in for it. */
export async function asSuperuser(sql: string): Promise<string> {
  const psql = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--dbname=TovPlay", "--command", sql];
  return docker("exec", "--user", "postgres", "tovplay-postgres", ...psql);
}

/** Runs one statement as a role and returns its rows; the connection is closed whatever happens. */
export async function queryAs(
  role: string,
  text: string,
  values: unknown[] = [],
  change: Partial<Credential> = {},
) {
  const credential = (await credentials())[role];
  const client = new pg.Client({ ...credential, ...change });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
