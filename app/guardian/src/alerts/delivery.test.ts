import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createLog } from "@tovplay/runtime/log";
import { expect, test } from "vitest";
import { deliverTo } from "./delivery.ts";

const log = createLog({ service: "test", level: "silent" });

test("delivery retries until Alertmanager accepts, and sends once more on shutdown", async () => {
  const bodies: string[] = [];
  let refusals = 2;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      bodies.push(`${request.url} ${body}`);
      response.statusCode = refusals-- > 0 ? 500 : 200;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let bodiesMade = 0;
  const delivery = deliverTo(`http://127.0.0.1:${port}/`, () => String(++bodiesMade), log);
  await expect.poll(() => bodies.length, { timeout: 5000 }).toBe(3);
  delivery.hurry();
  await expect.poll(() => bodies.length).toBe(4);
  await delivery.end();
  server.close();
  expect(bodies).toEqual([1, 2, 3, 4, 5].map((number) => `/api/v2/alerts ${number}`));
});

test("delivery keeps retrying without an Alertmanager and still shuts down", async () => {
  const delivery = deliverTo("http://127.0.0.1:1", () => "[]", log);
  delivery.hurry();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(delivery.silence()).toBeGreaterThan(0);
  await delivery.end();
});
