import { expect, test } from "vitest";
import { playground } from "../testing/playing.ts";
import { testDatabase } from "../testing/test-database.ts";
import { insertHours } from "./queries.ts";

const db = await testDatabase();
const { send, people } = await playground(db, ["ada", "ben"]);
const [ada, ben] = people;

const saveWeek = (hours: object[]) =>
  send("PUT", "/api/availability/week", ada, { body: { timeZone: "Europe/Berlin", hours } });

test("hours that overlap are named, and the database refuses them too", async () => {
  const refused = await saveWeek([
    { weekday: 2, from: "18:00", to: "20:00" },
    { weekday: 2, from: "19:00", to: "24:00" },
  ]);
  expect([refused.status, refused.body.detail]).toEqual([
    400,
    "Tuesday 18:00 to 20:00 and Tuesday 19:00 to 24:00 overlap. Change one of them, or join them.",
  ]);
  const hours = { weekday: 2, from: "18:00", to: "20:00", span: { from: 2520, to: 2640 } };
  await insertHours(db.app, ada.id, [hours]).execute();
  await insertHours(db.app, ben.id, [hours]).execute();
  const beside = { weekday: 2, from: "19:30", to: "21:00", span: { from: 2610, to: 2700 } };
  await expect(insertHours(db.app, ada.id, [beside]).execute()).rejects.toThrow(
    "UserAvailability_no_overlap",
  );
  const wrong = { weekday: 3, from: "10:00", to: "11:00", span: { from: 0, to: 60 } };
  await expect(insertHours(db.app, ada.id, [wrong]).execute()).rejects.toThrow(
    "UserAvailability_minutes_are_its_times",
  );
});

test("a week is replaced as a whole, also by two savings at once", async () => {
  const first = [{ weekday: 1, from: "08:00", to: "10:00" }];
  const second = [{ weekday: 1, from: "09:00", to: "24:00" }];
  const saved = await Promise.all([saveWeek(first), saveWeek(second)]);
  expect(saved.map(({ status }) => status)).toEqual([200, 200]);
  const { hours, timeZone } = (await send("GET", "/api/availability", ada)).body;
  expect([first, second]).toContainEqual(hours);
  expect(timeZone).toBe("Europe/Berlin");
});

test("hours of one date are refused when they overlap or are over, and a person's week counts again without them", async () => {
  const add = (date: string, from: string, to: string) =>
    send("POST", "/api/availability/exceptions", ada, { body: { date, kind: "busy", from, to } });
  const made = await add("2027-02-01", "08:00", "12:00");
  expect(made.status).toBe(201);
  expect((await add("2027-02-01", "11:00", "13:00")).body.detail).toBe(
    "These hours overlap others that you have saved. Change one of them, or join them.",
  );
  expect((await add("2027-01-10", "08:00", "12:00")).body.detail).toBe("Choose today or a later date.");
  expect((await add("2027-02-30", "08:00", "12:00")).status).toBe(400);
  expect((await send("GET", "/api/availability", ada)).body.exceptions).toMatchObject([
    { date: "2027-02-01", inWords: "Monday, 1 February 2027", kind: "busy", from: "08:00", to: "12:00" },
  ]);
  expect((await send("DELETE", `/api/availability/exceptions/${made.body.id}`, ben)).status).toBe(404);
  expect((await send("DELETE", `/api/availability/exceptions/${made.body.id}`, ada)).status).toBe(200);
  expect((await add("2027-02-01", "11:00", "13:00")).status).toBe(201);
});
