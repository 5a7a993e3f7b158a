import type { AddressInfo } from "node:net";
import cookie from "@fastify/cookie";
import { createMetrics } from "@tovplay/runtime/metrics";
import { fastify } from "fastify";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { afterEach, expect, test } from "vitest";
import { newToken } from "../accounts/token.ts";
import { echo, echoMessage } from "../sockets/echo.ts";
import { type SocketEvent, socketEvent } from "../sockets/socket-event.ts";
import { answeringDatabase } from "../testing/answering-database.ts";
import { testApp } from "../testing/test-app.ts";
import { socketIo } from "./socket-io.ts";

const publicUrl = "https://app.example.org";
const session = {
  id: "472d15c1-ce10-46ad-8179-8a7fe31f3c5e",
  username: "demo",
  email: "demo@example.org",
  sessionId: "8f0a0c62-0a3a-4b8e-a0f1-4a2f5f7a7a10",
  expiresAt: new Date(Date.now() + 86_400_000),
};

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A socket server on loopback; its one session belongs to `demo`. */
async function serve(events: SocketEvent[] = [echo], sessions: object[] = [session]) {
  const app = fastify({ forceCloseConnections: true });
  const metrics = createMetrics("backend");
  const { database, asked } = answeringDatabase(() => sessions);
  await app.register(cookie);
  await app.register(socketIo, { database, publicUrl, metrics, events });
  await app.listen({ host: "127.0.0.1", port: 0 });
  endings.push(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  return { app, asked, metrics, url: `http://127.0.0.1:${port}` };
}

function connect(url: string, options: Partial<ManagerOptions & SocketOptions> = {}): Socket {
  const socket = io(url, { transports: ["websocket"], forceNew: true, reconnectionDelay: 20, ...options });
  endings.push(() => socket.disconnect());
  return socket;
}

/** The first of these events that a socket emits, with its first argument. */
function first(socket: Socket, ...events: string[]): Promise<[string, unknown]> {
  return new Promise((resolve) => {
    for (const event of events) socket.once(event, (value: unknown) => resolve([event, value]));
  });
}

const asCookie = (token: string) => ({ extraHeaders: { cookie: `tovplay_session=${token}` } });

test("anyone may connect and gets an echo without a query", async () => {
  const { url, asked } = await serve();
  const socket = connect(url);
  expect(await socket.emitWithAck("echo", "are you there?")).toEqual({ echo: "are you there?" });
  expect(asked).toEqual([]);
});

test.each([
  ["too long", "x".repeat(201), "echo: send at most 200 characters."],
  ["not a text", { text: "x" }, "echo: send a text."],
  ["missing", undefined, "echo: send a text."],
])("an echo of a text that is %s is refused in the common error format", async (_name, message, wording) => {
  const { url } = await serve();
  const answer = await connect(url).emitWithAck("echo", message);
  expect(answer).toEqual({
    error: { code: "invalid_request", message: wording, correlationId: expect.any(String) },
  });
});

test("a message longer than any event allows closes its connection", async () => {
  const { url } = await serve();
  const socket = connect(url, { reconnection: false });
  await first(socket, "connect");
  socket.emit("echo", "x".repeat(5_000), () => undefined);
  expect(await first(socket, "disconnect")).toEqual(["disconnect", "transport close"]);
});

test("a client that sends too often is told to wait and is answered again later", async () => {
  const { url } = await serve();
  const socket = connect(url);
  const answers = await Promise.all(Array.from({ length: 60 }, () => socket.emitWithAck("echo", "x")));
  const refused = answers.filter((answer) => answer.error?.code === "too_many_requests");
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.filter((answer) => answer.echo === "x").length).toBeGreaterThanOrEqual(40);
  await expect.poll(() => socket.emitWithAck("echo", "y")).toEqual({ echo: "y" });
});

test("an internal error of an event is not shown to the client", async () => {
  const broken = socketEvent({
    name: "broken",
    message: echoMessage,
    answer: () => Promise.reject(new Error("192.0.2.7 is broken")),
  });
  const { url } = await serve([broken]);
  const answer = await connect(url).emitWithAck("broken", "x");
  expect(answer.error.code).toBe("internal");
  expect(JSON.stringify(answer)).not.toContain("192.0.2.7");
});

test.each([
  ["our own page", { origin: publicUrl }, "connect"],
  ["a program", {}, "connect"],
  ["another site", { origin: "https://evil.example.org" }, "connect_error"],
  ["a sandboxed page", { origin: "null" }, "connect_error"],
])("a socket from %s with the headers %j gets %s", async (_name, extraHeaders, outcome) => {
  const { url } = await serve();
  const socket = connect(url, { extraHeaders, reconnection: false });
  expect((await first(socket, "connect", "connect_error"))[0]).toBe(outcome);
});

test("long polling is refused, because its next request could reach a different process", async () => {
  const { url } = await serve();
  const answer = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
  expect(answer.status).toBe(400);
});

test("the account namespace admits the account of the session cookie", async () => {
  const { url, asked } = await serve();
  const token = newToken();
  const socket = connect(`${url}/account`, asCookie(token));
  expect((await first(socket, "connect", "connect_error"))[0]).toBe("connect");
  expect(asked).toHaveLength(1);
});

test.each([
  ["no cookie", {}, [session]],
  ["a malformed token", asCookie("x"), [session]],
  ["a token of no session", asCookie(newToken()), []],
])("the account namespace refuses %s", async (_name, options, sessions) => {
  const { url } = await serve([echo], sessions);
  const [event, error] = await first(connect(`${url}/account`, options), "connect", "connect_error");
  expect(event).toBe("connect_error");
  expect(error).toMatchObject({ data: { error: { code: "unauthenticated", message: "Sign in first." } } });
});

test("a connection may try to sign in only a few times, so that it cannot flood the database", async () => {
  const { url, asked } = await serve([echo], []);
  // The open one keeps the connection when the other is refused.
  const socket = connect(url, asCookie(newToken())).io.socket("/account", {});
  const codes: unknown[] = [];
  for (let time = 0; time < 5; time += 1) {
    const [, error] = await first(socket, "connect_error");
    codes.push((error as { data: { error: { code: string } } }).data.error.code);
    socket.connect();
  }
  expect(codes).toEqual([...Array(3).fill("unauthenticated"), ...Array(2).fill("too_many_requests")]);
  expect(asked).toHaveLength(3);
});

test("an expired session closes its connections", async () => {
  const { url } = await serve([echo], [{ ...session, expiresAt: new Date(Date.now() + 50) }]);
  const socket = connect(`${url}/account`, asCookie(newToken()));
  expect(await first(socket, "disconnect")).toEqual(["disconnect", "io server disconnect"]);
});

test("signing out closes the connections of that session", async () => {
  const { app } = await testApp(({ sql }) => (sql.includes('from "UserSession"') ? [session] : []));
  endings.push(() => app.close());
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const headers = { cookie: `tovplay_session=${newToken()}` };
  const socket = connect(`${url}/account`, { extraHeaders: headers });
  await first(socket, "connect");
  const ended = first(socket, "disconnect");
  await app.inject({ method: "POST", url: "/api/sign-out", headers });
  expect(await ended).toEqual(["disconnect", "io server disconnect"]);
});

test("metrics report the number of open connections", async () => {
  const { url, metrics } = await serve();
  const open = async () => /^socket_connections\{.*\} (\d+)$/m.exec(await metrics.registry.metrics())?.[1];
  expect(await open()).toBe("0");
  const socket = connect(url);
  await first(socket, "connect");
  expect(await open()).toBe("1");
  socket.disconnect();
  await expect.poll(open).toBe("0");
});
