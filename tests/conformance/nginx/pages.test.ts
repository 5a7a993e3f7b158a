import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bodyOf, headersOf, statusOf } from "./curl-answer.ts";
import { type NginxHost, settings, site, startNginxHost } from "./nginx-host.ts";

const maintenance = "/etc/nginx/tovplay/maintenance";

let host: NginxHost;

beforeAll(async () => {
  host = await startNginxHost();
});
afterAll(() => host?.stop());

describe("a host without a site", () => {
  it("shows the maintenance page, not '403 Forbidden', while there are no pages and no backend", async () => {
    expect(await host.deploy(settings, host.pair)).toMatchObject({
      code: 0,
      said: expect.stringContaining("answers 503"),
    });
    const answer = await host.ask(`${site}/`);
    expect(statusOf(answer)).toBe(503);
    expect(headersOf(answer).get("retry-after")).toEqual(["300"]);
    expect(bodyOf(answer)).toContain("<h1>TovPlay is not available now</h1>");
  });
});

describe("the site", () => {
  beforeAll(async () => {
    await host.placePages();
    expect(await host.deploy(settings, host.pair)).toMatchObject({
      code: 0,
      said: expect.stringContaining("answers 200"),
    });
  });
  beforeEach(() => host.shell(`rm -f ${maintenance}`));

  it("serves pages over HTTP/2, to be revalidated, with a policy that allows nothing from elsewhere", async () => {
    const answer = await host.ask(`${site}/some/page`, "--http2");
    expect(answer).toMatch(/^HTTP\/2 200/);
    expect(bodyOf(answer)).toContain('<div id="root">');
    const headers = headersOf(answer);
    expect(headers.get("cache-control")).toEqual(["no-cache"]);
    expect(headers.get("strict-transport-security")).toEqual(["max-age=31536000"]);
    expect(headers.get("content-security-policy")?.[0]).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    expect(headers.has("last-modified") || headers.has("etag")).toBe(false);
  });

  it.each(["/", "/api/games", "/logs/", "/nothing.png", "/assets/new-1.js"])(
    "sends each header once at %s",
    async (path) => {
      const headers = headersOf(await host.ask(site + path));
      expect([...headers].filter(([, values]) => values.length > 1)).toEqual([]);
      expect([...headers.keys()]).toEqual(
        expect.arrayContaining(["content-security-policy", "x-content-type-options", "x-correlation-id"]),
      );
    },
  );

  it.each([
    ["/assets/new-1.js", 200, "public, max-age=31536000, immutable"],
    ["/assets/old-1.js", 200, "public, max-age=31536000, immutable"],
    ["/assets/none-1.js", 404, "no-store"],
  ])("answers %s with %i and caches it as %s", async (path, status, caching) => {
    const answer = await host.ask(site + path);
    expect(statusOf(answer)).toBe(status);
    expect(headersOf(answer).get("cache-control")).toEqual([caching]);
  });

  it.each([
    ["br", "/"],
    ["gzip", "/assets/new-1.js"],
    ["br", "/api/games"],
  ])("compresses by %s at %s", async (encoding, path) => {
    const answer = await host.ask(site + path, "--header", `accept-encoding: ${encoding}`, "--output", "-");
    expect(headersOf(answer).get("content-encoding")).toEqual([encoding]);
  });

  it.each([
    ["http://app.example.org/x?y=1", "https://app.example.org/x?y=1"],
    ["https://example.org/x?y=1", "https://app.example.org/x?y=1"],
  ])("redirects %s to %s and keeps the method", async (from, to) => {
    const answer = await host.ask(from);
    expect(statusOf(answer)).toBe(308);
    expect(headersOf(answer).get("location")).toEqual([to]);
  });

  it("does not answer requests for another name", async () => {
    await expect(host.ask("https://other.example.org/")).rejects.toThrow(/unrecognized name/);
    await expect(host.ask("http://other.example.org/")).rejects.toThrow(/Empty reply/);
  });

  it("refuses TLS 1.1", async () => {
    await expect(host.ask(`${site}/`, "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0")).rejects.toThrow(
      /alert protocol/,
    );
  });

  it("is closed while the maintenance flag exists, and nginx stays healthy", async () => {
    await host.shell(`touch ${maintenance}`);
    const page = await host.ask(`${site}/`);
    expect([statusOf(page), headersOf(page).get("content-type")]).toEqual([
      503,
      ["text/html; charset=utf-8"],
    ]);
    const api = await host.ask(`${site}/api/games`);
    expect([statusOf(api), JSON.parse(bodyOf(api)).code]).toEqual([503, "unavailable"]);
    expect(statusOf(await host.ask(`${site}/nginx-health`))).toBe(200);
    await host.shell(`rm ${maintenance}`);
    expect(statusOf(await host.ask(`${site}/`))).toBe(200);
  });
});
