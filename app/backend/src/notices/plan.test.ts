import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { type Preferences, planFor, plansFor, stillHeld } from "./plan.ts";

const now = Temporal.Instant.from("2026-12-01T12:00Z");
const plain: Preferences = {
  zone: "Europe/Berlin",
  lowEnergy: null,
  digestTimes: ["18:00"],
  choices: [],
  quiet: {},
};
const all = [1, 2, 3, 4, 5, 6, 7];
const afternoons = { email: [{ weekdays: all, from: "12:00", to: "20:00" }] };

/** When and why a topic comes by mail. */
function byMail(topic: "requests" | "reminders", preferences: Partial<Preferences>) {
  const plan = planFor({ topic, channel: "email" }, { ...plain, ...preferences }, now);
  return plan && [plan.deliverAt?.toString() ?? null, plan.held];
}

test("without choices, a session comes to the application and by mail, and by nothing that was not turned on", () => {
  expect(plansFor("sessions", plain, now)).toEqual([
    { channel: "in_app", deliverAt: now, held: null, digest: false },
    { channel: "email", deliverAt: now, held: null, digest: false },
  ]);
});

test.each([
  ["a digest waits for its time", "requests", {}, ["2026-12-01T17:00:00Z", "digest"]],
  [
    "a digest in quiet hours waits for their end",
    "requests",
    { quiet: afternoons },
    ["2026-12-01T19:00:00Z", "quiet_hours"],
  ],
  [
    "quiet hours hold what comes at once",
    "reminders",
    { quiet: afternoons },
    ["2026-12-01T19:00:00Z", "quiet_hours"],
  ],
  [
    "quiet hours of another channel hold nothing",
    "reminders",
    { quiet: { discord: afternoons.email } },
    ["2026-12-01T12:00:00Z", null],
  ],
  [
    "low-energy mode without an end holds requests until it ends",
    "requests",
    { lowEnergy: { until: null } },
    [null, "low_energy"],
  ],
  [
    "low-energy mode holds nothing but requests",
    "reminders",
    { lowEnergy: { until: null } },
    ["2026-12-01T12:00:00Z", null],
  ],
  [
    "low-energy mode with an end holds requests until the digest after it",
    "requests",
    { lowEnergy: { until: Temporal.Instant.from("2026-12-03T20:00Z") } },
    ["2026-12-04T17:00:00Z", "digest"],
  ],
  [
    "low-energy mode that is over holds nothing",
    "requests",
    { lowEnergy: { until: Temporal.Instant.from("2026-11-30T20:00Z") } },
    ["2026-12-01T17:00:00Z", "digest"],
  ],
] as const)("%s", (_name, topic, preferences, expected) => {
  expect(byMail(topic, preferences as Partial<Preferences>)).toEqual(expected);
});

test("what a person chose as urgent passes quiet hours, and what they turned off does not come", () => {
  const choice = { topic: "reminders", channel: "email", timing: "at_once", passesQuiet: true } as const;
  expect(byMail("reminders", { quiet: afternoons, choices: [choice] })).toEqual([
    "2026-12-01T12:00:00Z",
    null,
  ]);
  expect(byMail("reminders", { choices: [{ ...choice, timing: "never" }] })).toBeNull();
});

test("what is due is held by quiet hours and low-energy mode that were chosen after it was told", () => {
  const mail = { topic: "requests", channel: "email" } as const;
  expect(stillHeld(mail, plain, now)).toBeNull();
  expect(stillHeld(mail, { ...plain, quiet: afternoons }, now)?.held).toBe("quiet_hours");
  expect(stillHeld(mail, { ...plain, lowEnergy: { until: null } }, now)).toEqual({
    until: null,
    held: "low_energy",
  });
});
