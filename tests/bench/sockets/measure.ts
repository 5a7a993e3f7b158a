import { loadavg } from "node:os";
import pg from "pg";
import { newToken, tokenHash } from "../../../app/backend/src/accounts/token.ts";
import type { Database } from "../../../app/backend/src/database/database.ts";
import { tell } from "../../../app/backend/src/notices/tell.ts";
import { grantTables } from "../../conformance/testing/granted.ts";
import { protectedDatabase } from "../../conformance/testing/protected-database.ts";
import { until } from "../../conformance/testing/until.ts";
import { applicationAt } from "../kills/bookings.ts";
import { Processes } from "../kills/processes.ts";
import { percentile } from "../percentile.ts";
import { Crowd, type Visitor } from "./crowd.ts";

const port = 18_111;

/** Notices that are under way at the same time. */
const together = 8;

/** What a process has used so far. */
interface Used {
  /** Bytes that are resident, and of them the heap that is in use. */
  resident: number;
  heap: number;
  /** Seconds of the processor. */
  processor: number;
}

/**
 * Signed-in sockets on one backend process: memory of each, and the time from the beginning of the transaction that tells somebody something
 * to its arrival. Beside it, in the same run, the time until a bare connection is told of the same transactions.
 */
export async function signedInSockets(sockets: number, notices: number): Promise<string[]> {
  const made = await protectedDatabase({ docker: [], settings: ["max_connections=200"] });
  await grantTables(made);
  const place = { port: made.server.port, password: made.server.password };
  const processes = new Processes(place, [port]);
  const application = applicationAt(place);
  const crowd = new Crowd();
  const bare = await listen(place);
  try {
    const visitors = await visitorsOf(application.database, made.as, sockets);
    processes.start();
    await until("the backend answers", () => used(), 120);
    const before = await used();
    const connected = await crowd.connect(`http://127.0.0.1:${port}`, visitors);
    const idle = await used();
    const times = await measure({ database: application.database, crowd, bare, visitors, notices });
    const after = await used();
    const each = (bytes: number) => `${(bytes / connected / 1024).toFixed(1)} KiB`;
    const line = (name: string, values: number[]) =>
      `${name}: p50 ${percentile(values, 50).toFixed(1)} ms, p95 ${percentile(values, 95).toFixed(1)} ms, p99 ${percentile(values, 99).toFixed(1)} ms`;
    return [
      `${connected} of ${sockets} signed-in sockets on one process: ${each(idle.resident - before.resident)} resident, ` +
        `${each(idle.heap - before.heap)} of heap a socket`,
      line(`${times.sockets.length} of ${notices} notices delivered, ${together} at a time`, times.sockets),
      line("the same transactions heard by a bare connection", times.bare),
      `ratio of p95 ${(percentile(times.sockets, 95) / percentile(times.bare, 95)).toFixed(2)}; ` +
        `${(((after.processor - idle.processor) / notices) * 1_000).toFixed(2)} ms of processor a notice; load ${loadavg()[0]?.toFixed(1)}`,
    ];
  } finally {
    crowd.end();
    await bare.end();
    await processes.end();
    await application.end();
    await made.server.stop();
  }
}

async function visitorsOf(
  database: Database,
  as: (role: string, ...statements: string[]) => Promise<Record<string, unknown>[]>,
  count: number,
): Promise<Visitor[]> {
  const rows = await as(
    "postgres",
    `INSERT INTO "User" (username, email, email_verified_at)
      SELECT 'person' || n, 'person' || n || '@example.org', now() FROM generate_series(1, ${count}) n RETURNING id`,
  );
  const visitors = rows.map(({ id }) => ({ id: String(id), token: newToken() }));
  for (let from = 0; from < count; from += 500)
    await database
      .insertInto("UserSession")
      .values(
        visitors.slice(from, from + 500).map(({ id, token }) => ({
          user_id: id,
          token_hash: tokenHash(token),
          expires_at: new Date(Date.now() + 86_400_000),
        })),
      )
      .execute();
  return visitors;
}

/** A connection that only listens, and the moments at which it heard of somebody. */
async function listen({ port: at, password }: { port: number; password: string }) {
  const client = new pg.Client({
    host: "127.0.0.1",
    port: at,
    database: "TovPlay",
    user: "tovplay_app",
    password,
  });
  await client.connect();
  const waiting = new Map<string, (at: number) => void>();
  client.on("notification", ({ payload = "" }) => waiting.get(payload)?.(performance.now()));
  await client.query("listen tovplay");
  return {
    next: (userId: string) => new Promise<number>((resolve) => waiting.set(`n:${userId}`, resolve)),
    end: () => client.end(),
  };
}

interface Measured {
  database: Database;
  crowd: Crowd;
  bare: Awaited<ReturnType<typeof listen>>;
  visitors: readonly Visitor[];
  notices: number;
}

async function measure({ database, crowd, bare, visitors, notices }: Measured) {
  const times = { sockets: [] as number[], bare: [] as number[] };
  let next = 0;
  const one = async () => {
    while (next < notices) {
      const index = next;
      next += 1;
      // Each person once in a round, in an order that jumps about.
      const visitor = visitors[(index * 7_919) % visitors.length];
      if (!visitor) return;
      const arrives = Promise.all([crowd.next(visitor.id), bare.next(visitor.id)]);
      const began = performance.now();
      const notice = { to: visitor.id, kind: "export_ready", details: {}, key: `bench-${index}` } as const;
      await database.transaction().execute((tx) => tell(tx, notice));
      const [socket, heard] = await arrives;
      times.sockets.push(socket - began);
      times.bare.push(heard - began);
    }
  };
  await Promise.all(Array.from({ length: together }, one));
  return times;
}

async function used(): Promise<Used> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const value = (name: string) =>
    Number(new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+]+)$`, "m").exec(text)?.[1]);
  return {
    resident: value("process_resident_memory_bytes"),
    heap: value("nodejs_heap_size_used_bytes"),
    processor: value("process_cpu_seconds_total"),
  };
}
