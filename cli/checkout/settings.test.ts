import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { urlsOf } from "../commands/url.ts";
import { inCheckout } from "./place.ts";
import { parseLocalSettings, portsOf, readLocalSettings } from "./settings.ts";

const text = readFileSync(inCheckout("Pulumi.local.yaml"), "utf8");

test("the settings of this checkout are understood", () => {
  expect(readLocalSettings().ports).toMatchObject({ nginx: 8080, postgres: 5432 });
  expect(urlsOf(readLocalSettings()).backend).toBe("http://127.0.0.1:8080/api");
});

test.each([
  ["nginx: 8080", "nginx: eighty", /config\.tovplay:ports\.nginx: /],
  ["nginx: 8080", "nginx: 99999", /config\.tovplay:ports\.nginx: /],
  [
    "nginx: 8080",
    "nginx: 010",
    /config\.tovplay:ports\.nginx: not every parser reads 010 alike; .*example 10$/,
  ],
  ["nginx: 8080", "nginx: 8_000", /config\.tovplay:ports\.nginx: not every parser reads 8_000 alike;/],
  ["nginx: 8080", 'nginx: "8080"', /config\.tovplay:ports\.nginx: must be a whole number .*without quotes/],
  ["nginx: 8080", "nginx: 8000", /config\.tovplay:ports\.backendBlue: 8000 is the port of nginx already/],
  ["nginx: 8080", "nginx: 8080\n    redis: 6379", /config\.tovplay:ports: .*redis/],
  ["maxClients: 500", "maxClients: 0500", /config\.tovplay:pooler\.maxClients: not every parser/],
  ["tovplay:ports:", "ports:", /config\.ports: write tovplay:ports;/],
  ["tovplay:ports:", "tovplay:config:ports:", /config\.tovplay:config:ports: write tovplay:ports;/],
  ["http://127", "ftp://127", /config\.tovplay:publicUrl: must be http:\/\/ or https:\/\//],
  ["http://127", "http://ada:secret@127", /config\.tovplay:publicUrl: must be http:\/\/ or https:\/\//],
  ["  tovplay:publicUrl: http://127.0.0.1:8080\n", "", /config\.tovplay:publicUrl: /],
  ["config:", "settings:", /^Pulumi\.local\.yaml has to be corrected: config: must hold the settings$/],
  ["config:", "config: [", /is not valid YAML/],
])("%j changed to %j is refused, naming the key", (from, to, words) => {
  expect(text).toContain(from);
  expect(() => parseLocalSettings(text.replace(from, to))).toThrow(words);
});

test.each([
  [["core"], ["nginx", "backendBlue", "backendGreen", "pgbouncer", "postgres"]],
  [["database"], ["pgbouncer", "postgres"]],
  [["monitoring"], ["pgbouncer", "postgres", "prometheus", "alertmanager", "logs"]],
] as const)("profiles %j publish %j", (profiles, services) => {
  expect(Object.keys(portsOf(readLocalSettings().ports, profiles))).toEqual(services);
});
