import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { bodyOf, headersOf, statusOf } from "./curl-answer.ts";
import { type NginxHost, settings, site, startNginxHost } from "./nginx-host.ts";

const green = "/etc/nginx/tovplay/backend-green";

let host: NginxHost;

beforeAll(async () => {
  host = await startNginxHost();
  await host.placePages();
  expect(await host.deploy(settings, host.pair)).toMatchObject({
    code: 0,
    said: expect.stringContaining("answers 200"),
  });
});
afterAll(() => host?.stop());
beforeEach(() => host.shell(`rm -f ${green}`));

it.each([
  ["websocket", 101],
  ["h2c", 200],
])("nginx answers an upgrade to %s with %i", async (protocol, status) => {
  const upgrade = ["--http1.1", "--header", `upgrade: ${protocol}`, "--header", "connection: upgrade"];
  expect(statusOf(await host.ask(`${site}/socket.io/`, ...upgrade, "--max-time", "5"))).toBe(status);
});

it("nginx passes the caller's correlation id on and back, and writes it to its JSON log", async () => {
  const id = "a-caller-of-its-own";
  const answer = await host.ask(`${site}/api/games?secret=1`, "--header", `x-correlation-id: ${id}`);
  expect(headersOf(answer).get("x-correlation-id")).toEqual([id]);
  expect(JSON.parse(bodyOf(answer)).headers["x-correlation-id"]).toBe(id);
  const lines = (await host.shell("cat /var/log/nginx/tovplay.json"))
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({
    correlationId: id,
    path: "/api/games",
    status: 200,
    upstreamStatus: "200",
  });
  await expect(host.shell("grep -r secret=1 /var/log/nginx")).rejects.toThrow();
});

it.each([
  ["the connection, without trusted proxies", [], "127.0.0.1"],
  ["the header of a trusted proxy", ["127.0.0.0/8"], "203.0.113.9"],
  ["the connection of an untrusted proxy", ["198.51.100.0/24"], "127.0.0.1"],
])("nginx takes the client's address from %s", async (_, trustedProxies, client) => {
  await host.deploy({ ...settings, trustedProxies }, host.pair);
  const claims = [
    "cf-connecting-ip: 203.0.113.9",
    "x-forwarded-for: 203.0.113.10",
    "x-real-ip: 203.0.113.11",
  ];
  const answer = await host.ask(`${site}/api/games`, ...claims.flatMap((claim) => ["--header", claim]));
  expect(JSON.parse(bodyOf(answer)).headers["x-forwarded-for"]).toBe(client);
});

it.each([
  ["/api/sign-in", 11, "a burst of 10"],
  ["/api/games", 20, "all of them"],
])("of 20 simultaneous requests to %s nginx accepts %i (%s)", async (path, through) => {
  const asked = await host.askAtOnce(20, site + path, "--data", "{}");
  expect(asked).toHaveLength(20);
  const refused = asked.filter((answer) => statusOf(answer) !== 200);
  expect(20 - refused.length).toBe(through);
  for (const answer of refused) {
    expect(statusOf(answer)).toBe(429);
    expect(headersOf(answer).get("retry-after")).toEqual(["60"]);
    expect(JSON.parse(bodyOf(answer))).toMatchObject({
      code: "too_many_requests",
      correlationId: headersOf(answer).get("x-correlation-id")?.[0],
    });
  }
});

it("nginx uses the other backend while a flag exists, without a reload", async () => {
  const port = async () => JSON.parse(bodyOf(await host.ask(`${site}/api/games`))).port;
  expect(await port()).toBe(8000);
  await host.shell(`: >${green}`);
  expect(await port()).toBe(8001);
  await host.shell(`rm ${green}`);
  expect(await port()).toBe(8000);
});

it("nginx reports an unreachable backend as an error of the API", async () => {
  await host.deploy({ ...settings, backendPorts: { blue: 8000, green: 8002 } }, host.pair);
  await host.shell(`: >${green}`);
  const answer = await host.ask(`${site}/api/games`);
  expect(statusOf(answer)).toBe(503);
  expect(JSON.parse(bodyOf(answer)).detail).toBe("TovPlay is not available now. Try again in 5 minutes.");
  await host.deploy(settings, host.pair);
});
