import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { urlsOf } from "./commands/url.ts";
import { inCheckout } from "./place.ts";
import { parseLocalSettings, portsOf, readLocalSettings } from "./settings.ts";

const text = readFileSync(inCheckout("Pulumi.local.yaml"), "utf8");

test("the settings of this checkout are understood", () => {
  expect(readLocalSettings().ports).toMatchObject({ nginx: 8080, postgres: 5432 });
  expect(urlsOf(readLocalSettings()).backend).toBe("http://127.0.0.1:8000");
});

test.each([
  ["nginx: 8080", "nginx: eighty", /config\.tovplay:ports\.nginx: /],
  ["nginx: 8080", "nginx: 99999", /config\.tovplay:ports\.nginx: /],
  ["  tovplay:publicUrl: http://127.0.0.1:8080\n", "", /config\.tovplay:publicUrl: /],
  ["config:", "config: [", /is not valid YAML/],
])("%j changed to %j is refused, naming the key", (from, to, words) => {
  expect(text).toContain(from);
  expect(() => parseLocalSettings(text.replace(from, to))).toThrow(words);
});

test.each([
  [["core"], ["nginx", "backend", "pgbouncer", "postgres"]],
  [["database"], ["pgbouncer", "postgres"]],
  [["monitoring"], ["pgbouncer", "postgres", "prometheus", "alertmanager", "loki"]],
] as const)("profiles %j publish %j", (profiles, services) => {
  expect(Object.keys(portsOf(readLocalSettings().ports, profiles))).toEqual(services);
});
