import { describe, expect, it } from "vitest";
import { containerSite } from "./container-site.ts";
import { type SiteRelease, siteRelease, siteStream } from "./site-files.ts";
import type { SiteSettings } from "./site-settings.ts";
import { contentSecurityPolicy } from "./site-texts.ts";

const settings: SiteSettings = {
  serverNames: ["app.example.org", "example.org"],
  apiRequestsPerSecond: 50,
  signInPerMinute: 10,
  backendPorts: { blue: 8000, green: 8001 },
  trustedProxies: ["203.0.113.0/24"],
  ipv6: true,
  extraLocations: [],
  addedSources: {},
};
const pair = { certificate: "a certificate", key: "its key" };

function textOf(release: SiteRelease, path: string): string {
  return release.files.find((file) => file.path === path)?.content ?? `there is no file ${path}`;
}

function withoutComments(text: string): string {
  return text.replace(/^\s*#.*\n?/gm, "").trim();
}

describe("a release of a site", () => {
  const release = siteRelease(settings, pair);

  it("has the same name for the same site, and another one for another key", () => {
    expect(siteRelease(settings, pair).id).toBe(release.id);
    expect(siteRelease(settings, { ...pair, key: "another key" }).id).not.toBe(release.id);
  });

  it("shows which files a change touches", () => {
    const changed = siteRelease({ ...settings, signInPerMinute: 5 }, pair);
    const touched = Object.keys(changed.hashes).filter(
      (path) => changed.hashes[path] !== release.hashes[path],
    );
    expect(touched).toEqual(["limits.conf"]);
  });

  it("includes only files of its own, and leaves none of them out", () => {
    const own = `/etc/nginx/tovplay/releases/${release.id}/`;
    const named = release.files.flatMap(({ content }) =>
      [...content.matchAll(/\/etc\/nginx\/tovplay\/releases\/\S*(?=;)/g)].map(([path]) =>
        path.replace(own, ""),
      ),
    );
    const modules = release.files.filter(({ path }) => path.startsWith("modules/")).map(({ path }) => path);
    const apart = ["nginx.conf", "maintenance.html", "logrotate", ...modules];
    const paths = release.files.map(({ path }) => path).filter((path) => !apart.includes(path));
    const folder = own.slice(0, -1);
    expect([...new Set(named)].filter((path) => path !== folder && path !== "modules/*.conf").sort()).toEqual(
      paths.sort(),
    );
  });

  it("keeps the private key from everybody but root", () => {
    expect(release.files.filter(({ mode }) => mode !== "0444")).toEqual([
      { path: "key.pem", mode: "0400", content: "its key" },
    ]);
  });

  it("believes nobody's word on the client's address where there is no proxy", () => {
    const direct = siteRelease({ ...settings, trustedProxies: [] }, pair);
    expect(withoutComments(textOf(direct, "addresses.conf"))).toBe("");
    expect(withoutComments(textOf(release, "addresses.conf"))).toBe(
      "set_real_ip_from 203.0.113.0/24;\nreal_ip_header CF-Connecting-IP;",
    );
  });

  it("listens on IPv4 alone where the kernel has no IPv6", () => {
    const { files } = siteRelease({ ...settings, ipv6: false }, pair);
    expect(files.filter(({ content }) => content.includes("[::]"))).toEqual([]);
  });

  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::6", "2001:db8:1:2"],
    ["2001:db8:1::6", "2001:db8:1:"],
    ["2001:db8::3:4:5:6", "2001:db8:"],
    ["::1", "::1"],
  ])("counts requests of %s as those of %s", (address, client) => {
    const matches = [...textOf(release, "limits.conf").matchAll(/"~([^"]+)" \$(\w+);/g)].map(
      ([, pattern = "", group = ""]) => new RegExp(pattern).exec(address)?.groups?.[group],
    );
    expect(matches).toHaveLength(2);
    expect(matches.find((match) => match !== undefined) ?? address).toBe(client);
  });

  it("answers in the codes of the backend's own errors", () => {
    const answers = [...textOf(release, "server.conf").matchAll(/return (\d+) '(\{"type".*\})';/g)];
    expect(answers.map(([, status, body = ""]) => [Number(status), JSON.parse(body).code])).toEqual([
      [413, "too_large"],
      [429, "too_many_requests"],
      [503, "unavailable"],
    ]);
  });

  it.each([
    ["/logs/", "page-headers.conf"],
    ["/api/database/", "api.conf"],
  ])("asks another program below %s, with the answers of %s", (path, included) => {
    const target = "http://127.0.0.1:7777";
    const { files } = siteRelease({ ...settings, extraLocations: [{ path, target }] }, pair);
    const server = files.find((file) => file.path === "server.conf")?.content ?? "";
    const [block = ""] = new RegExp(`location \\^~ ${path} \\{[^}]*\\}`).exec(server) ?? [];
    expect(block).toContain(`proxy_pass ${target};`);
    expect(block).toContain(`/${included};`);
  });
});

describe("the content security policy", () => {
  it.each([
    ["https://app.example.org", "wss://app.example.org"],
    ["http://127.0.0.1:8080/", "ws://127.0.0.1:8080"],
  ])("lets the pages of %s open the WebSocket %s", (origin, socket) => {
    expect(contentSecurityPolicy(origin, {})).toContain(`; connect-src 'self' ${socket};`);
  });

  it("opens for one kind of source at a time", () => {
    const policy = contentSecurityPolicy("https://app.example.org", {
      "font-src": ["https://fonts.example.org"],
    });
    expect(policy).toContain("; font-src https://fonts.example.org;");
    expect(policy.split("https://fonts.example.org")).toHaveLength(2);
  });
});

describe("the site of nginx in a container", () => {
  const { configuration } = containerSite({
    publicUrl: "http://127.0.0.1:8080",
    containerPort: 8080,
    backends: { blue: "backend-blue:5001", green: "backend-green:5001" },
    apiRequestsPerSecond: 50,
    signInPerMinute: 30,
  });

  it("is one file, which includes only what every nginx brings along", () => {
    const included = [...configuration.matchAll(/^\s*include (\S+);/gm)].map(([, path]) => path);
    expect(included).toEqual(["/etc/nginx/modules-enabled/*.conf", "/etc/nginx/mime.types"]);
  });

  it("asks the container of the slot that serves", () => {
    expect(configuration).toContain("set $backend backend-blue:5001;");
    expect(configuration).toContain("set $backend backend-green:5001;");
  });

  it("needs neither TLS nor root", () => {
    expect(configuration).not.toMatch(/ssl|add_header Strict-Transport-Security|^user /m);
    expect(configuration).toContain("proxy_set_header X-Forwarded-Proto http;");
  });

  it("has the policy and the error pages of every other site", () => {
    const host = textOf(siteRelease(settings, pair), "server.conf");
    const locations = (text: string) => [...text.matchAll(/location [^{]+/g)].map(([line]) => line.trim());
    for (const location of locations(host)) expect(locations(configuration)).toContain(location);
    expect(configuration).toContain(contentSecurityPolicy("http://127.0.0.1:8080", {}));
  });
});

it("sends files line by line, and says when they end", () => {
  const stream = siteStream([{ path: "a.conf", mode: "0444", content: "listen 80;\n" }]);
  expect(stream).toBe("0444 a.conf bGlzdGVuIDgwOwo=\nend\n");
});
