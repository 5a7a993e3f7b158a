import { expect, test } from "vitest";
import type { LogEvent } from "../log/event.ts";
import { activeAlerts } from "./active-alerts.ts";
import type { Alert } from "./alert.ts";
import { alertFor, type Circumstances } from "./event-alerts.ts";
import { payloadOf } from "./payload.ts";

const event: LogEvent = {
  kind: "destructive",
  at: 0,
  outcome: "attempted",
  role: "tovplay_app",
  database: "TovPlay",
  address: "198.51.100.7",
  application: "psql",
  session: "1.1",
  command: "DROP TABLE",
  statement: 'DROP TABLE "User"',
  message: "",
  code: "",
};
const quiet: Circumstances = {
  changeWindowOpen: false,
  provisioning: false,
  expectedApplications: ["tovplay"],
};
const own = { role: "postgres", address: "[local]", application: "tovplay-deployment" };

test.each<[string, Partial<LogEvent>, Partial<Circumstances>, string | undefined]>([
  ["a drop", {}, {}, "DestructiveStatement critical"],
  [
    "a drop by a migration in its window",
    { role: "tovplay_migrator" },
    { changeWindowOpen: true },
    "DestructiveStatement warning",
  ],
  [
    "a drop by the application during a migration's window",
    {},
    { changeWindowOpen: true },
    "DestructiveStatement critical",
  ],
  ["a drop by a deployment program", own, {}, "DestructiveStatement critical"],
  ["a grant", { kind: "role" }, {}, "RightsChanged warning"],
  ["a grant that was refused", { kind: "role", outcome: "refused" }, {}, "RightsChanged critical"],
  [
    "a grant by the provisioner during a deployment",
    { kind: "role", role: "tovplay_provisioner" },
    { provisioning: true },
    undefined,
  ],
  [
    "a grant by the provisioner at another time",
    { kind: "role", role: "tovplay_provisioner" },
    {},
    "RightsChanged warning",
  ],
  ["a grant by a deployment program", { kind: "role", ...own }, {}, undefined],
  [
    "a grant over the network under a deployment program's name",
    { kind: "role", ...own, address: "198.51.100.7" },
    {},
    "RightsChanged warning",
  ],
  ["a superuser session", { kind: "superuser", ...own, application: "psql" }, {}, "SuperuserSession warning"],
  ["a health check", { kind: "superuser", ...own, application: "tovplay-health" }, {}, undefined],
  ["a schema change by a migration", { kind: "schema", role: "tovplay_migrator" }, {}, undefined],
  ["a schema change by another role", { kind: "schema" }, {}, "SchemaChanged warning"],
  ["a refusal by protection", { kind: "protection", ...own }, {}, "ProtectionRefused critical"],
  ["damaged data", { kind: "damage", ...own }, {}, "DataDamaged critical"],
  ["an ordinary session", { kind: "connected" }, {}, undefined],
])("%s with %j during %j raises the alert %s", (_name, fields, circumstances, expected) => {
  const alert = alertFor({ ...event, ...fields }, { ...quiet, ...circumstances });
  expect(alert && `${alert.name} ${alert.severity}`).toBe(expected);
});

const alert = (name: string, labels = {}): Alert => ({
  name,
  severity: "critical",
  labels,
  annotations: { summary: name, fix: "" },
});
const shown = (active: ReturnType<typeof activeAlerts>, now: number) =>
  active.at(now).map((timed) => `${timed.alert.name} ${timed.startsAt}-${timed.endsAt}`);

test("a condition stays active while it is found, and its end is reported for some time", () => {
  const active = activeAlerts();
  expect(active.replace("look", [alert("Down")], 1000)).toBe(true);
  expect(active.replace("look", [alert("Down")], 2000)).toBe(false);
  expect(active.replace("other", [], 2000)).toBe(false);
  expect(shown(active, 2000)).toEqual(["Down 1000-122000"]);
  expect(active.replace("look", [], 3000)).toBe(true);
  expect(shown(active, 4000)).toEqual(["Down 1000-3000"]);
  expect(active.replace("look", [alert("Down")], 5000)).toBe(true);
  expect(shown(active, 5000)).toEqual(["Down 5000-125000"]);
  active.replace("look", [], 6000);
  expect(shown(active, 306_000)).toEqual([]);
});

test("an event alert stays active until its end, and a repeated event extends it", () => {
  const active = activeAlerts();
  expect(active.raise(alert("Drop"), 0, 1000)).toBe(true);
  expect(active.raise(alert("Drop"), 500, 1500)).toBe(false);
  expect(shown(active, 600)).toEqual(["Drop 0-1500"]);
  expect(shown(active, 1500)).toEqual([]);
});

test("a flood of different events is aggregated into one alert", () => {
  const active = activeAlerts();
  for (let index = 0; index < 5000; index++) active.raise(alert("Drop", { role: String(index) }), 0, 1000);
  expect(active.at(0)).toHaveLength(201);
  expect(active.at(0).at(-1)?.alert.labels).toEqual({ role: "(many)" });
});

test("the payload has Alertmanager's format", () => {
  const timed = { alert: alert("Drop", { role: "a", command: "" }), startsAt: 0, endsAt: 1000 };
  expect(JSON.parse(payloadOf([timed], "production"))).toEqual([
    {
      labels: {
        alertname: "Drop",
        severity: "critical",
        cluster: "production",
        service: "guardian",
        role: "a",
      },
      annotations: { summary: "Drop", fix: "" },
      startsAt: "1970-01-01T00:00:00.000Z",
      endsAt: "1970-01-01T00:00:01.000Z",
    },
  ]);
});
