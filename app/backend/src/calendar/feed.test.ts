import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { feedOf } from "./feed.ts";
import { sampleSessions } from "./sample-sessions.ts";

const now = Temporal.Instant.from("2027-01-11T12:00:00Z");
const publicUrl = "https://app.example.org";
const sessions = sampleSessions();
const feed = feedOf({ publicUrl, sessions, now });
const calendar = new ICAL.Component(ICAL.parse(feed));
const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));

test("another parser reads every session at the instant that was agreed, by the feed's own zones", () => {
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const read = new Map(events.map((event) => [event.uid, event]));
  for (const session of sessions) {
    const event = read.get(`${session.id}@app.example.org`);
    expect(event?.startDate.toJSDate().toISOString(), `${session.zone} ${session.id}`).toBe(
      session.startsAt.toISOString(),
    );
    expect(event?.endDate.toJSDate().toISOString(), `${session.zone} ${session.id}`).toBe(
      session.endsAt.toISOString(),
    );
    expect(event?.summary).toBe(`TovPlay: ${session.gameName}`);
  }
  expect(events).toHaveLength(sessions.length);
});

test("a session keeps its identity, counts its changes, and stays as cancelled when it does not take place", () => {
  const [first] = sessions;
  if (!first) throw new Error("there are no sessions");
  const later = feedOf({
    publicUrl,
    now,
    sessions: [{ ...first, sequence: 4, status: "cancelled", state: "called_off" }],
  });
  const [event] = new ICAL.Component(ICAL.parse(later)).getAllSubcomponents("vevent");
  expect(["uid", "sequence", "status"].map((name) => event?.getFirstPropertyValue(name))).toEqual([
    `${first.id}@app.example.org`,
    4,
    "CANCELLED",
  ]);
});

test("lines end with CRLF and have at most 75 octets, and the calendar has the properties of RFC 7986", () => {
  for (const line of feed.split("\r\n")) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
  }
  expect(feed.endsWith("END:VCALENDAR\r\n")).toBe(true);
  for (const property of ["NAME:TovPlay", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "METHOD:PUBLISH"])
    expect(feed).toContain(property);
});

test("a feed names games and nobody", () => {
  expect(feed).not.toMatch(/ATTENDEE|ORGANIZER/);
});

test("an empty calendar is a calendar", () => {
  const empty = new ICAL.Component(ICAL.parse(feedOf({ publicUrl, sessions: [], now })));
  expect(empty.getAllSubcomponents("vevent")).toEqual([]);
});
