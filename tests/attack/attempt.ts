import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Attack, Login, Path } from "./attack.ts";
import { becomesAnother } from "./second-login.ts";

/** An attacker: a role, its path to the server, and what it does first in every session. */
export interface Attacker {
  /** Column of the matrix. */
  name: string;
  user: string;
  password: string;
  path: Path;
  /** Sent before the attack itself. */
  first?: string;
}

/** What the attacker saw. */
export interface Attempt {
  /** Whether there is a proof of success other than a changed state. */
  proven: boolean;
  /** SQLSTATE and message of the error that ended it. */
  error?: { code: string; message: string };
}

/** Timeout of an attack in milliseconds, after which its session is closed. */
const limit = 15_000;

/** Tries an attack in its own session, on the port of the attacker's path. */
export async function attempt(attack: Attack, attacker: Attacker, port: number): Promise<Attempt> {
  const { becomes, database = "TovPlay" } = attack.login;
  if (becomes) return { proven: await becomesAnother({ ...attacker, port, database, becomes }) };
  return inSession({ ...attacker, ...attack.login }, port, async (client) => {
    if (attack.proof === "login") return { proven: true };
    const tried = await Promise.race([runStatements(client, attack, attacker), streams(client), tooLong()]);
    const { noticedBy } = attack;
    return noticedBy ? inSession(attacker, port, (another) => asks(another, noticedBy)) : tried;
  });
}

/** Runs `work` in a session and closes it. An error of the server becomes the result. */
async function inSession(
  { user, password, database = "TovPlay", replication }: Login & Pick<Attacker, "user" | "password">,
  port: number,
  work: (client: pg.Client) => Promise<Attempt>,
): Promise<Attempt> {
  const to = { host: "127.0.0.1", port, database, user, password, connectionTimeoutMillis: limit };
  const client = new pg.Client({ ...to, ...(replication ? { replication } : {}) });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    return { proven: false, error: explained(error) };
  } finally {
    await Promise.race([client.end(), sleep(1000)]);
  }
}

async function runStatements(client: pg.Client, attack: Attack, { first }: Attacker): Promise<Attempt> {
  if (first && !attack.login.replication) await client.query(first);
  let told = false;
  for (const statement of attack.statements) told = (await asks(client, statement)).proven;
  return { proven: attack.proof === "done" || (attack.proof === "rows" && told) };
}

/** Whether the last result of a message contains any information. */
async function asks(client: pg.Client, statement: string): Promise<Attempt> {
  const results = await client.query({ text: statement, rowMode: "array" });
  return { proven: tells([results as unknown as pg.QueryResult].flat().at(-1)) };
}

/** Whether a result contains a value other than null, false and the empty text. */
function tells(result: pg.QueryResult | undefined): boolean {
  const rows = (result?.rows ?? []) as unknown[][];
  return rows.some((row) => row.some((value) => value !== null && value !== false && value !== ""));
}

/** Resolves when the server has started to stream WAL, which never ends. */
function streams(client: pg.Client): Promise<Attempt> {
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
  return new Promise((resolve) => connection.once("replicationStart", () => resolve({ proven: true })));
}

async function tooLong(): Promise<Attempt> {
  await sleep(limit, undefined, { ref: false });
  return { proven: true, error: { code: "", message: `still running after ${limit / 1000} s` } };
}

function explained(error: unknown): { code: string; message: string } {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  return { code, message: message.split("\n")[0] ?? "" };
}
