import { EventEmitter } from "node:events";
import pino from "pino";
import { expect, test } from "vitest";
import { createPool } from "./postgres.ts";

const settings = {
  DATABASE_HOST: "203.0.113.5",
  DATABASE_PORT: 5432,
  DATABASE_NAME: "tovplay",
  DATABASE_USER: "tovplay_app",
  DATABASE_PASSWORD_FILE: "secret",
};

test("a broken connection, in use or idle, does not crash the process", async () => {
  const log = pino({ level: "silent" });
  const pool = createPool(settings, { application: "test", size: 1, log });
  const client = new EventEmitter();
  pool.emit("connect", client);
  expect(() => client.emit("error", new Error("Connection terminated unexpectedly"))).not.toThrow();
  expect(() => pool.emit("error", new Error("Connection terminated unexpectedly"), client)).not.toThrow();
  await pool.end();
});
