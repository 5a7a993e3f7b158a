import { expect, test } from "vitest";
import { siteSettings } from "./site.ts";
import { checkSite, type SiteSettings } from "./site-settings.ts";

const good: SiteSettings = {
  serverNames: ["app.example.org", "example.org"],
  apiRequestsPerSecond: 50,
  signInPerMinute: 10,
  backendPorts: { blue: 8000, green: 8001 },
  trustedProxies: ["203.0.113.0/24", "2001:db8::/32"],
  ipv6: true,
  extraLocations: [{ path: "/logs/", target: "http://127.0.0.1:7778" }],
  addedSources: { "img-src": ["https://cdn.example.org"] },
};

test("accepts a site with everything in it", () => {
  expect(() => checkSite(good)).not.toThrow();
});

test.each<[Partial<SiteSettings>, string]>([
  [{ serverNames: [] }, "the site has no name; give it at least one in serverNames"],
  [{ serverNames: ["App.example.org"] }, 'serverNames: "App.example.org" is no host name in lower case'],
  [{ serverNames: ["a.example.org; return 200"] }, "is no host name in lower case"],
  [{ serverNames: ["*.example.org"] }, "is no host name in lower case"],
  [{ serverNames: ["a.example.org", "a.example.org"] }, "serverNames: a name stands there twice"],
  [{ apiRequestsPerSecond: 0.5 }, "apiRequestsPerSecond must be a whole number above 0"],
  [{ signInPerMinute: 0 }, "signInPerMinute must be a whole number above 0"],
  [{ backendPorts: { blue: 8000, green: 8000 } }, "backendPorts: blue and green have to be two ports"],
  [{ backendPorts: { blue: 0, green: 8001 } }, "backendPorts: blue and green have to be two ports"],
  [{ trustedProxies: ["203.0.113.0"] }, 'trustedProxies: "203.0.113.0" is no range like 203.0.113.0/24'],
  [{ trustedProxies: ["203.0.113.0/33"] }, "is no range"],
  [{ trustedProxies: ["2001:db8::/129"] }, "is no range"],
  [{ trustedProxies: ["203.0.113.0/24/1"] }, "is no range"],
  [
    { extraLocations: [{ path: "logs", target: "http://127.0.0.1:1" }] },
    'extraLocations: "logs" is no path like /logs/',
  ],
  [{ extraLocations: [{ path: "/l {", target: "http://127.0.0.1:1" }] }, "is no path"],
  [{ extraLocations: [{ path: "/logs/", target: "http://127.0.0.1:1/x" }] }, "is not http://ADDRESS:PORT"],
  [
    { addedSources: { "img-src": ["http://cdn.example.org"] } },
    'addedSources: "http://cdn.example.org" is not https://NAME',
  ],
  [{ addedSources: { "img-src": ["https://cdn.example.org; script-src *"] } }, "is not https://NAME"],
])("refuses %j", (change, message) => {
  expect(() => checkSite({ ...good, ...change })).toThrow(message);
});

test.each([
  [true, "173.245.48.0/20"],
  [false, undefined],
])("behind Cloudflare: %j, and the first range that may name the client is %j", (behindCloudflare, first) => {
  const settings = siteSettings({ ...good, behindCloudflare });
  expect(settings.trustedProxies[0]).toBe(first);
});
