import type { AddressInfo } from "node:net";
import { createLog } from "@tovplay/runtime/log";
import { sql } from "kysely";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { afterEach, expect, test } from "vitest";
import { newToken } from "../accounts/token.ts";
import { tell } from "../notices/tell.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type Person, signedUp, testSite } from "../testing/test-site.ts";
import { type SocketLimits, usualLimits } from "./limits.ts";
import { listenForSignals } from "./signals.ts";

const db = await testDatabase();
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** One backend process: the whole application, listening to the database. */
async function serve(socketLimits: SocketLimits = usualLimits) {
  const { app, send } = await testSite(db, { socketLimits });
  const { host, port: databasePort, database, password } = db.at;
  const listener = listenForSignals({
    connection: { host, port: databasePort, database, user: "tovplay_app", password },
    notices: app.notices,
    wake: () => undefined,
    log: createLog({ service: "test", level: "silent" }),
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  await expect.poll(() => listener.connected).toBe(true);
  const { port } = app.server.address() as AddressInfo;
  const end = async () => {
    await listener.end();
    await app.close();
  };
  endings.push(end);
  return { app, send, listener, end, url: `http://127.0.0.1:${port}` };
}

/** What a socket's client was sent. */
interface Client {
  socket: Socket;
  numbers: number[];
  /** Resolves with the first of these events, and its argument. */
  first: (...events: string[]) => Promise<[string, unknown]>;
}

function connect(
  url: string,
  person: Person | null,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Client {
  const cookie = person ? { cookie: `__Host-tovplay_session=${person.token}` } : {};
  const socket = io(url, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    ...options,
    extraHeaders: { ...cookie, ...options.extraHeaders },
  });
  endings.push(() => socket.disconnect());
  const numbers: number[] = [];
  socket.on("notice", ({ number }: { number: number }) => numbers.push(number));
  const first: Client["first"] = (...events) =>
    new Promise((resolve) => {
      for (const event of events) socket.once(event, (value: unknown) => resolve([event, value]));
    });
  return { socket, numbers, first };
}

async function connected(url: string, person: Person, options = {}): Promise<Client> {
  const client = connect(url, person, options);
  expect(await client.first("connect", "connect_error")).toEqual(["connect", undefined]);
  return client;
}

let told = 0;
/** Tells somebody something. */
async function notify({ id }: Person, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    told += 1;
    const notice = { kind: "password_changed", details: {}, key: `told-${told}` } as const;
    await db.app.transaction().execute((tx) => tell(tx, { ...notice, to: id }));
  }
}

const [ada, bea] = [await signedUp(db, "ada"), await signedUp(db, "bea")];

test.each([
  ["nobody", null],
  ["a token of no session", { ...ada, token: newToken() }],
  ["a malformed token", { ...ada, token: "x" }],
])("a socket of %s is refused as a request would be", async (_who, person) => {
  const { url } = await serve();
  const [event, error] = await connect(url, person).first("connect", "connect_error");
  expect(event).toBe("connect_error");
  expect(error).toMatchObject({ data: { code: "unauthenticated", status: 401, detail: "Sign in first." } });
});

test("a notice reaches all sockets of its person in all processes, and nobody else's", async () => {
  const [one, two] = [await serve(), await serve()];
  const here = await connected(one.url, ada);
  const there = await connected(two.url, ada);
  const others = await connected(two.url, bea);
  const [notice] = [here.first("notice"), there.first("notice")];
  await notify(ada);
  expect((await notice)[1]).toMatchObject({ kind: "password_changed", title: "Your password was changed." });
  await expect.poll(() => there.numbers).toEqual(here.numbers);
  await notify(bea);
  await expect.poll(() => others.numbers).toHaveLength(1);
  expect(here.numbers).toHaveLength(1);
});

test("a client that was away gets what it missed, in order and once", async () => {
  const { url } = await serve();
  const carl = await signedUp(db, "carl");
  await notify(carl, 3);
  const client = await connected(url, carl, { auth: { after: 1 } });
  await expect.poll(() => client.numbers).toEqual([2, 3]);
  await notify(carl);
  await expect.poll(() => client.numbers).toEqual([2, 3, 4]);
  expect(await client.socket.emitWithAck("catch_up", { after: 3 })).toEqual({ after: 3 });
  await expect.poll(() => client.numbers).toEqual([2, 3, 4, 4]);
});

test("a client that missed very much is told to load its list, and gets what is new", async () => {
  const { url } = await serve();
  const dora = await signedUp(db, "dora");
  await notify(dora, 230);
  const client = connect(url, dora, { auth: { after: 0 } });
  expect(await client.first("more_notices")).toEqual(["more_notices", { after: 200 }]);
  await notify(dora);
  await expect.poll(() => client.numbers.at(-1)).toBe(231);
  expect(client.numbers).toHaveLength(201);
});

test("what was told while a process could not hear is brought when it can again", async () => {
  const { url } = await serve();
  const emil = await signedUp(db, "emil");
  const client = await connected(url, emil);
  await notify(emil);
  await expect.poll(() => client.numbers).toEqual([1]);
  const listening = sql<{ ended: boolean }>`select pg_terminate_backend(pid) as ended from pg_stat_activity
    where datname = current_database() and query ilike 'listen%'`;
  expect((await listening.execute(db.admin)).rows.length).toBeGreaterThan(0);
  await notify(emil, 2);
  await expect.poll(() => client.numbers, { timeout: 5_000 }).toEqual([1, 2, 3]);
});

test("a session that is ended in one process loses its sockets in all, and other sessions keep theirs", async () => {
  const [one, two] = [await serve(), await serve()];
  const fay = await signedUp(db, "fay");
  const [here, there] = [await connected(one.url, fay), await connected(two.url, fay)];
  const other = await connected(two.url, ada);
  const ended = Promise.all([here.first("disconnect"), there.first("disconnect")]);
  await one.send("POST", "/api/sign-out", fay);
  expect((await ended).map(([, reason]) => reason)).toEqual(["io server disconnect", "io server disconnect"]);
  expect(other.socket.connected).toBe(true);
});

test("a session that is ended by another program, even while nobody listened, loses its sockets", async () => {
  const { url } = await serve();
  const gus = await signedUp(db, "gus");
  const client = await connected(url, gus);
  const ended = client.first("disconnect");
  await db.admin.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`update "UserSession" set revoked_at = now() where user_id = ${gus.id}`.execute(tx);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`.execute(tx);
  });
  expect(await ended).toEqual(["disconnect", "io server disconnect"]);
});

test("a session's sockets end with it, and stay when using the site has made it longer", async () => {
  const { url } = await serve();
  const ends = (person: Person, milliseconds: number) =>
    sql`update "UserSession" set expires_at = ${new Date(Date.now() + milliseconds)} where user_id = ${person.id}`.execute(
      db.admin,
    );
  const [hal, ina] = [await signedUp(db, "hal"), await signedUp(db, "ina")];
  await ends(hal, 700);
  await ends(ina, 700);
  const [short, long] = [await connected(url, hal), await connected(url, ina)];
  await ends(ina, 86_400_000);
  expect(await short.first("disconnect")).toEqual(["disconnect", "io server disconnect"]);
  expect(long.socket.connected).toBe(true);
});

test("a session that lasts for months is not taken for one that is over", async () => {
  const { url } = await serve();
  const jon = await signedUp(db, "jon");
  await sql`update "UserSession" set expires_at = now() + interval '90 days' where user_id = ${jon.id}`.execute(
    db.admin,
  );
  const client = await connected(url, jon);
  expect(await client.socket.emitWithAck("catch_up", { after: 0 })).toEqual({ after: 0 });
});

test("an account has a limited number of sockets, and a closed one makes room", async () => {
  const { url } = await serve({ ...usualLimits, perAccount: 2 });
  const [first] = [await connected(url, ada), await connected(url, ada)];
  const [event, error] = await connect(url, ada).first("connect", "connect_error");
  expect(event).toBe("connect_error");
  expect(error).toMatchObject({ data: { code: "too_many_requests" } });
  await connected(url, bea);
  first.socket.disconnect();
  await expect
    .poll(async () => (await connect(url, ada).first("connect", "connect_error"))[0])
    .toBe("connect");
});

test("an address has a limited number of connections, as our own nginx states it", async () => {
  const { url } = await serve({ ...usualLimits, perAddress: 1 });
  const from = (address: string) => ({ extraHeaders: { "x-forwarded-for": address } });
  await connected(url, ada, from("203.0.113.9"));
  const [event] = await connect(url, bea, from("203.0.113.9")).first("connect", "connect_error");
  expect(event).toBe("connect_error");
  // What a client wrote itself stands before what nginx added.
  const [forged] = await connect(url, bea, from("198.51.100.1, 203.0.113.9")).first(
    "connect",
    "connect_error",
  );
  expect(forged).toBe("connect_error");
  await connected(url, bea, from("203.0.113.10"));
});

test.each([
  ["missing", undefined],
  ["not a number", { after: "x" }],
  ["negative", { after: -1 }],
])("catching up with a number that is %s is refused as a request would be", async (_what, message) => {
  const { url } = await serve();
  const client = await connected(url, ada);
  const answer = await client.socket.emitWithAck("catch_up", message);
  expect(answer).toMatchObject({ code: "invalid_request", status: 400 });
});
