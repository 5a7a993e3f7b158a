import type { AddressInfo } from "node:net";
import cookie from "@fastify/cookie";
import { createMetrics } from "@tovplay/runtime/metrics";
import { fastify } from "fastify";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { newToken } from "../accounts/token.ts";
import { answeringDatabase } from "../testing/answering-database.ts";
import { limitedAddress } from "./limits.ts";
import { type SocketEvent, socketEvent } from "./socket-event.ts";
import { socketIo } from "./socket-io.ts";

const publicUrl = "https://app.example.org";
const session = {
  id: "472d15c1-ce10-46ad-8179-8a7fe31f3c5e",
  username: "demo",
  email: "demo@example.org",
  sessionId: "8f0a0c62-0a3a-4b8e-a0f1-4a2f5f7a7a10",
  expiresAt: new Date(Date.now() + 86_400_000),
};
const said = socketEvent({ name: "say", message: z.string(), answer: async (text) => ({ said: text }) });

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A socket server on loopback; its one session belongs to `demo`. */
async function serve(events: SocketEvent[] = [said], sessions: object[] = [session]) {
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

/** A client with a session cookie. */
function connect(url: string, options: Partial<ManagerOptions & SocketOptions> = {}): Socket {
  const socket = io(url, {
    transports: ["websocket"],
    forceNew: true,
    reconnectionDelay: 20,
    ...options,
    extraHeaders: { cookie: `__Host-tovplay_session=${newToken()}`, ...options.extraHeaders },
  });
  endings.push(() => socket.disconnect());
  return socket;
}

/** The first of these events that a socket emits, with its first argument. */
function first(socket: Socket, ...events: string[]): Promise<[string, unknown]> {
  return new Promise((resolve) => {
    for (const event of events) socket.once(event, (value: unknown) => resolve([event, value]));
  });
}

test("a message longer than any event allows closes its connection", async () => {
  const { url } = await serve();
  const socket = connect(url, { reconnection: false });
  await first(socket, "connect");
  socket.emit("say", "x".repeat(5_000), () => undefined);
  expect(await first(socket, "disconnect")).toEqual(["disconnect", "transport close"]);
});

test("a client that sends too often is told to wait and is answered again later", async () => {
  const { url } = await serve();
  const socket = connect(url);
  const answers = await Promise.all(Array.from({ length: 60 }, () => socket.emitWithAck("say", "x")));
  const refused = answers.filter((answer) => answer.code === "too_many_requests");
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.filter((answer) => answer.said === "x").length).toBeGreaterThanOrEqual(40);
  await expect.poll(() => socket.emitWithAck("say", "y")).toEqual({ said: "y" });
});

test("an internal error of an event is not shown to the client", async () => {
  const broken = socketEvent({
    name: "broken",
    message: z.string(),
    answer: () => Promise.reject(new Error("192.0.2.7 is broken")),
  });
  const { url } = await serve([broken]);
  const answer = await connect(url).emitWithAck("broken", "x");
  expect(answer.code).toBe("internal");
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

test.each([
  ["203.0.113.9", undefined, "203.0.113.9"],
  ["203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["172.18.0.5", "198.51.100.1", "198.51.100.1"],
  ["::ffff:172.18.0.5", "192.0.2.1, 198.51.100.1", "198.51.100.1"],
  ["2001:db8:1:2:3:4:5:6", undefined, "2001:db8:1:2::/64"],
  ["127.0.0.1", "2001:db8::1", "2001:db8:0:0::/64"],
  ["127.0.0.1", "2001:db8:1::", "2001:db8:1:0::/64"],
  ["fe80::1%eth0", undefined, "fe80:0:0:0::/64"],
])("a connection from %s that states %s counts for %s", (remoteAddress, stated, expected) => {
  const headers = stated === undefined ? {} : { "x-forwarded-for": stated };
  expect(limitedAddress({ headers, socket: { remoteAddress } as never })).toBe(expected);
});

test("one connection may try to sign in only a few times, so that it cannot flood the database", async () => {
  const { url } = await serve();
  const raw = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  endings.push(() => raw.close());
  const codes: string[] = [];
  raw.addEventListener("message", ({ data }) => {
    // Engine.IO's greeting, and each refusal, are followed by another attempt.
    const refused = /^44(.*)$/.exec(String(data));
    if (refused) codes.push(JSON.parse(refused[1] ?? "").data.code);
    raw.send("40{}");
  });
  await expect.poll(() => codes.slice(0, 5)).toHaveLength(5);
  expect(codes.slice(0, 5)).toEqual([
    ...Array(3).fill("unauthenticated"),
    ...Array(2).fill("too_many_requests"),
  ]);
});
