import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { zone, zoneNames } from "./zone.ts";
import { isNewer, zoneDataVersion } from "./zone-data.ts";

test("every zone that can be chosen is known to Node by that very name", () => {
  for (const name of zoneNames) expect(Temporal.Now.zonedDateTimeISO(name).timeZoneId).toBe(name);
});

test("every zone that a browser can report is taken", () => {
  const refused = Intl.supportedValuesOf("timeZone").filter((name) => !zone.safeParse(name).success);
  expect(refused).toEqual([]);
  expect(zone.parse("Asia/Calcutta")).toBe("Asia/Kolkata");
});

test.each([
  "Mars/Olympus",
  "europe/berlin",
  "CET",
  "+02:00",
  "Etc/GMT+3",
  "posix/Europe/Berlin",
  "",
  "Europe/Berlin ",
])("%j is not a zone", (name) => {
  expect(zone.safeParse(name).error?.issues[0]?.message).toBe(
    "choose a time zone by its name, for example Europe/Berlin",
  );
});

test("zone data is newer by its year, then by its letter", () => {
  expect(zoneDataVersion).toMatch(/^\d{4}[a-z]+$/);
  expect(isNewer("2026f", "2026e")).toBe(true);
  expect(isNewer("2027a", "2026f")).toBe(true);
  expect(isNewer("2026e", "2026e")).toBe(false);
  expect(isNewer("2026e", "2026f")).toBe(false);
  expect(isNewer("unknown", "2026f")).toBe(false);
});
