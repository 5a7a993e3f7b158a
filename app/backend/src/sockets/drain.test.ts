import { EventEmitter, once } from "node:events";
import { type AddressInfo, connect as connectRaw } from "node:net";
import cookie from "@fastify/cookie";
import { createMetrics } from "@tovplay/runtime/metrics";
import { fastify } from "fastify";
import { io, type Socket } from "socket.io-client";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { newToken } from "../accounts/token.ts";
import { answeringDatabase } from "../testing/answering-database.ts";
import { socketEvent } from "./socket-event.ts";
import { socketIo } from "./socket-io.ts";

const session = { id: "a", sessionId: "b", expiresAt: new Date(Date.now() + 86_400_000) };
const signedIn = { cookie: `__Host-tovplay_session=${newToken()}` };
const clients: Socket[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});

/** A server with an event `slow`, which is answered when `answer` is called; `begun` resolves when it arrives. */
async function serve(port = 0) {
  const steps = new EventEmitter();
  const slow = socketEvent({
    name: "slow",
    message: z.string(),
    answer: async (text) => {
      const answered = once(steps, "answer");
      steps.emit("begun");
      await answered;
      return { done: text };
    },
  });
  const app = fastify();
  const { database } = answeringDatabase(() => [session]);
  const metrics = createMetrics("backend");
  await app.register(cookie);
  await app.register(socketIo, {
    database,
    publicUrl: "https://app.example.org",
    metrics,
    events: [slow],
  });
  await app.listen({ host: "127.0.0.1", port });
  return {
    app,
    port: (app.server.address() as AddressInfo).port,
    begun: once(steps, "begun"),
    answer: () => steps.emit("answer"),
  };
}

async function connect(port: number): Promise<Socket> {
  const options = {
    transports: ["websocket"],
    forceNew: true,
    reconnectionDelay: 20,
    extraHeaders: signedIn,
  };
  const client = io(`http://127.0.0.1:${port}`, options);
  clients.push(client);
  await heard(client, "connect");
  return client;
}

function heard(client: Socket, event: string): Promise<unknown> {
  return new Promise((resolve) => client.once(event as "connect", resolve as () => void));
}

test("a server that shuts down answers pending events, then its clients reconnect to the next server", async () => {
  const { app, port, begun, answer } = await serve();
  const client = await connect(port);
  const events: unknown[] = [];
  client.on("going_away", () => events.push("going_away"));
  client.on("disconnect", (reason) => events.push(reason));
  const slow = client.emitWithAck("slow", "x").then((given) => events.push(given));
  await begun;
  const warned = heard(client, "going_away");
  const ended = app.close();
  await warned;
  answer();
  await slow;
  await ended;
  expect(events).toEqual(["going_away", { done: "x" }, "transport close"]);

  const reconnected = heard(client, "connect");
  const next = await serve(port);
  await reconnected;
  expect(await client.emitWithAck("catch_up", { after: 7 })).toEqual({ after: 7 });
  client.disconnect();
  await next.app.close();
});

test("a server that shuts down waits for a pending answer even after the time that clients have to leave", async () => {
  const { app, port, begun, answer } = await serve();
  const client = await connect(port);
  const slow = client.emitWithAck("slow", "x");
  await begun;
  const ended = app.close();
  setTimeout(answer, 1_200);
  expect(await slow).toEqual({ done: "x" });
  await ended;
});

test("a server that shuts down admits no new clients", async () => {
  const { app, port, begun, answer } = await serve();
  const client = await connect(port);
  const slow = client.emitWithAck("slow", "x");
  await begun;
  const warned = heard(client, "going_away");
  const ended = app.close();
  await warned;
  const late = io(`http://127.0.0.1:${port}`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: signedIn,
  });
  clients.push(late);
  expect(await heard(late, "connect_error")).toBeInstanceOf(Error);
  answer();
  await slow;
  await ended;
});

test("draining only the sockets leaves the server answering requests", async () => {
  const { app, port } = await serve();
  const client = await connect(port);
  const left = heard(client, "disconnect");
  client.on("going_away", () => client.disconnect());
  await app.drainSockets();
  await left;
  const answer = await fetch(`http://127.0.0.1:${port}/nothing`);
  expect(answer.status).toBe(404);
  await app.close();
});

test("a server shuts down at once, with nothing left open, when its client leaves as told", async () => {
  const { app, port } = await serve();
  const client = await connect(port);
  client.on("going_away", () => client.disconnect());
  await app.close();
  expect(client.connected).toBe(false);
  expect(app.server.listening).toBe(false);
});

test("a dead client does not keep the server from shutting down", async () => {
  const { app, port } = await serve();
  const dead = connectRaw(port, "127.0.0.1");
  dead.write(
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n" +
      "sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  await once(dead, "data");
  dead.pause();
  await app.close();
  expect(app.server.listening).toBe(false);
  dead.destroy();
});
