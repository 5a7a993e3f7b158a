import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CertificatePair, SiteFile } from "../../infra/site-files.ts";
import type { SiteSettings } from "../../infra/site-settings.ts";
import { type NginxHost, startNginxHost } from "./nginx-host.ts";

const site = "https://app.example.org";
const settings: SiteSettings = {
  serverNames: ["app.example.org", "example.org"],
  apiRequestsPerSecond: 50,
  signInPerMinute: 10,
  backendPorts: { blue: 8000, green: 8001 },
  trustedProxies: [],
  ipv6: false,
  extraLocations: [{ path: "/logs/", target: "http://127.0.0.1:8001" }],
  addedSources: {},
};
const maintenance = "/etc/nginx/tovplay/maintenance";
const green = "/etc/nginx/tovplay/backend-green";

let host: NginxHost;
let pair: CertificatePair;

beforeAll(async () => {
  host = await startNginxHost();
  pair = await host.certificate(settings.serverNames, "-days", "90");
});
afterAll(() => host?.stop());

/** Headers of an answer by name in lower case, each with all its values. */
function headersOf(answer: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const [head = ""] = answer.replaceAll("\r", "").split("\n\n");
  for (const [, name = "", value = ""] of head.matchAll(/^([\w-]+): (.*)$/gm))
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value]);
  return headers;
}

function bodyOf(answer: string): string {
  return answer.replaceAll("\r", "").split("\n\n").slice(1).join("\n\n");
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/\S+ (\d+)/.exec(answer)?.[1]);
}

describe("a host without a site", () => {
  it("shows a calm page while there are no pages and no backend, never '403 Forbidden'", async () => {
    expect(await host.deploy(settings, pair)).toMatchObject({
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
    await host.shell(
      `mkdir -p /srv/tovplay/frontend/releases/one/assets /srv/tovplay/frontend/kept/assets
      cd /srv/tovplay/frontend && ln -sfn releases/one current
      printf '<div id="root"></div>%s' "$(seq 400)" >current/index.html
      seq 400 >current/assets/new-1.js && seq 400 >kept/assets/old-1.js`,
    );
    expect(await host.deploy(settings, pair)).toMatchObject({
      code: 0,
      said: expect.stringContaining("answers 200"),
    });
  });
  beforeEach(() => host.shell(`rm -f ${maintenance} ${green}`));

  it("serves pages over HTTP/2, to be asked for anew, with a policy that lets nothing foreign in", async () => {
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
    "says each thing once at %s",
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
  ])("leads from %s to %s and keeps the method", async (from, to) => {
    const answer = await host.ask(from);
    expect(statusOf(answer)).toBe(308);
    expect(headersOf(answer).get("location")).toEqual([to]);
  });

  it("answers nobody who asks for another name", async () => {
    await expect(host.ask("https://other.example.org/")).rejects.toThrow(/unrecognized name/);
    await expect(host.ask("http://other.example.org/")).rejects.toThrow(/Empty reply/);
  });

  it("refuses TLS 1.1", async () => {
    await expect(host.ask(`${site}/`, "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0")).rejects.toThrow(
      /alert protocol/,
    );
  });

  it.each([
    ["websocket", 101],
    ["h2c", 200],
  ])("lets a connection be upgraded to %s: %i", async (protocol, status) => {
    const upgrade = ["--http1.1", "--header", `upgrade: ${protocol}`, "--header", "connection: upgrade"];
    expect(statusOf(await host.ask(`${site}/socket.io/`, ...upgrade, "--max-time", "5"))).toBe(status);
  });

  it("passes the caller's correlation id on and back, and writes it into a log of JSON lines", async () => {
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
    ["nobody", [], "127.0.0.1"],
    ["a proxy that is trusted", ["127.0.0.0/8"], "203.0.113.9"],
    ["a proxy that is not", ["198.51.100.0/24"], "127.0.0.1"],
  ])("takes the client's address from %s", async (_, trustedProxies, client) => {
    await host.deploy({ ...settings, trustedProxies }, pair);
    const claims = [
      "cf-connecting-ip: 203.0.113.9",
      "x-forwarded-for: 203.0.113.10",
      "x-real-ip: 203.0.113.11",
    ];
    const answer = await host.ask(`${site}/api/games`, ...claims.flatMap((claim) => ["--header", claim]));
    expect(JSON.parse(bodyOf(answer)).headers["x-forwarded-for"]).toBe(client);
  });

  it.each([
    ["/api/sign-in", 11, "10 more at once"],
    ["/api/games", 20, "far more at once"],
  ])("lets one client through at %s %i times: %s", async (path, through) => {
    const asked = await Promise.all(Array.from({ length: 20 }, () => host.ask(site + path, "--data", "{}")));
    const refused = asked.filter((answer) => statusOf(answer) !== 200);
    expect(20 - refused.length).toBe(through);
    for (const answer of refused) {
      expect(statusOf(answer)).toBe(429);
      expect(headersOf(answer).get("retry-after")).toEqual(["60"]);
      const { error } = JSON.parse(bodyOf(answer));
      expect(error).toMatchObject({
        code: "too_many_requests",
        correlationId: headersOf(answer).get("x-correlation-id")?.[0],
      });
    }
  });

  it("switches between the backend's two places while a flag is there, without a reload", async () => {
    const port = async () => JSON.parse(bodyOf(await host.ask(`${site}/api/games`))).port;
    expect(await port()).toBe(8000);
    await host.shell(`: >${green}`);
    expect(await port()).toBe(8001);
    await host.shell(`rm ${green}`);
    expect(await port()).toBe(8000);
  });

  it("is closed for as long as the maintenance flag is there, and stays healthy itself", async () => {
    await host.shell(`touch ${maintenance}`);
    const page = await host.ask(`${site}/`);
    expect([statusOf(page), headersOf(page).get("content-type")]).toEqual([
      503,
      ["text/html; charset=utf-8"],
    ]);
    const api = await host.ask(`${site}/api/games`);
    expect([statusOf(api), JSON.parse(bodyOf(api)).error.code]).toEqual([503, "unavailable"]);
    expect(statusOf(await host.ask(`${site}/nginx-health`))).toBe(200);
    await host.shell(`rm ${maintenance}`);
    expect(statusOf(await host.ask(`${site}/`))).toBe(200);
  });

  it("tells in the API's own words that no backend answers", async () => {
    await host.deploy({ ...settings, backendPorts: { blue: 8000, green: 8002 } }, pair);
    await host.shell(`: >${green}`);
    const answer = await host.ask(`${site}/api/games`);
    expect(statusOf(answer)).toBe(503);
    expect(JSON.parse(bodyOf(answer)).error.message).toBe(
      "TovPlay is not available now. Try again in 5 minutes.",
    );
    await host.deploy(settings, pair);
  });
});

describe("a deployment of a site that cannot be right", () => {
  const spoil = (path: string, content: string) => (file: SiteFile) =>
    file.path === path ? { ...file, content } : file;
  const changed = { ...settings, signInPerMinute: 11 };

  it.each<[string, () => Promise<{ code: number | undefined; said: string }>, string]>([
    [
      "a template with a fault",
      () => host.deploy(changed, pair, spoil("server.conf", "server { listen 443 ssl; nonsense on; }")),
      'nginx refuses the new site (unknown directive "nonsense" in server.conf:1); correct its template or setting: nothing was switched, the site before goes on',
    ],
    [
      "a site that does not answer as it should",
      () => host.deploy(changed, pair, spoil("pages.conf", "location / { return 500; }")),
      "https://app.example.org/ answers 500; /var/log/nginx/error.log may say why: the configuration before is back",
    ],
    [
      "an expired certificate",
      async () => {
        const dates = ["-not_before", "20240101000000Z", "-not_after", "20250101000000Z"];
        return host.deploy(changed, await host.certificate(settings.serverNames, ...dates));
      },
      "the certificate for app.example.org expired on Jan  1 00:00:00 2025 GMT; renew it, then deploy again: nothing was changed",
    ],
    [
      "a certificate of the future",
      async () => {
        const dates = ["-not_before", "21240101000000Z", "-not_after", "21250101000000Z"];
        return host.deploy(changed, await host.certificate(settings.serverNames, ...dates));
      },
      "the certificate for app.example.org is valid from Jan  1 00:00:00 2124 GMT only; wait, or correct this host's clock: nothing was changed",
    ],
    [
      "a certificate for other names",
      async () => host.deploy(changed, await host.certificate(["app.example.org"], "-days", "90")),
      "the certificate for app.example.org does not name example.org; get one that does, or take the name out: nothing was changed",
    ],
    [
      "a certificate with another one's key",
      async () => {
        const other = await host.certificate(settings.serverNames, "-days", "90");
        return host.deploy(changed, { ...pair, key: other.key });
      },
      "the certificate for app.example.org does not belong to the key; give the pair that was made together, the site's own certificate first: nothing was changed",
    ],
    [
      "no certificate at all",
      () => host.deploy(changed, { ...pair, certificate: "" }),
      "the certificate for app.example.org cannot be read; give it in PEM, the site's own certificate first: nothing was changed",
    ],
  ])("leaves the site as it was and says so in one sentence: %s", async (_, attempt, sentence) => {
    expect(await host.deploy(settings, pair)).toMatchObject({ code: 0 });
    const before = await host.observe(settings);
    expect(await attempt()).toEqual({ code: 1, said: sentence });
    expect(await host.observe(settings)).toBe(before);
    expect(statusOf(await host.ask(`${site}/`))).toBe(200);
  });
});

describe("what lies on the host", () => {
  it.each([
    [
      "an edited file",
      "cd /etc/nginx/tovplay/current/ && chmod u+w server.conf && echo '# edited' >>server.conf",
    ],
    ["a key that others may read", "chmod 0444 /etc/nginx/tovplay/current/key.pem"],
    [
      "a configuration of somebody else",
      "rm /etc/nginx/nginx.conf && cp /etc/nginx/nginx.conf.distribution /etc/nginx/nginx.conf",
    ],
    ["an nginx that was ended", "nginx -s stop; sleep 0.5"],
  ])("shows %s as drift, and the next deployment mends it", async (_, edit) => {
    await host.deploy(settings, pair);
    const before = await host.observe(settings);
    await host.shell(edit);
    expect(await host.observe(settings)).not.toBe(before);
    expect(await host.deploy(settings, pair)).toMatchObject({ code: 0 });
    expect(await host.observe(settings)).toBe(before);
  });

  it("is left alone when it is right already: a reload would cost clients connections", async () => {
    const workers = () => host.shell("cat /proc/[0-9]*/stat | grep '(nginx)' | cut -d ' ' -f 1,22");
    const before = await workers();
    expect(await host.deploy(settings, pair)).toMatchObject({ code: 0 });
    expect(await workers()).toBe(before);
  });

  it("is three releases, of which the newest is shown", async () => {
    for (const signInPerMinute of [21, 22, 23, 24]) await host.deploy({ ...settings, signInPerMinute }, pair);
    expect((await host.shell("ls /etc/nginx/tovplay/releases")).split("\n")).toHaveLength(3);
  });

  it("is rotated by logrotate, which nginx follows", async () => {
    await host.shell("logrotate --force /etc/logrotate.conf");
    await host.ask(`${site}/after-rotation`);
    expect(await host.shell("cat /var/log/nginx/tovplay.json")).toContain("/after-rotation");
  });

  it("is the distribution's own again when the site is removed", async () => {
    expect(await host.remove()).toMatchObject({ code: 0 });
    expect(await host.observe(settings)).toBe("absent");
    expect(await host.shell("cat /etc/nginx/nginx.conf; dpkg-divert --list | grep nginx || true")).toContain(
      "sites-enabled",
    );
    await expect(host.ask(`${site}/`)).rejects.toThrow();
  });
});
