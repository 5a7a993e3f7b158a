import { expect, test } from "vitest";
import { referenceData } from "./reference-data.ts";
import { refusal } from "./refusal.ts";

const data = referenceData("$scrypt$hash");

test("the reference data has the row counts of the specification", () => {
  const counts = Object.fromEntries(Object.entries(data).map(([name, rows]) => [name, rows.length]));
  expect(counts).toEqual({ users: 23, profiles: 11, games: 12, gameRequests: 182, scheduledSessions: 16 });
});

test("the reference data is the same every time", () => {
  expect(referenceData("$scrypt$hash")).toEqual(data);
  expect(data.users[0]).toMatchObject({ id: "eddfd315-40f4-482b-83b4-236e87251aa9", username: "demo" });
});

test("the reference data has only people at example.org, and one of them can sign in", () => {
  expect(data.users.every(({ email }) => email.endsWith("@example.org"))).toBe(true);
  expect(data.users.filter(({ password_hash }) => password_hash).map(({ username }) => username)).toEqual([
    "demo",
  ]);
});

test("all ids of the reference data are different UUIDs", () => {
  const ids = [...data.users, ...data.games, ...data.gameRequests, ...data.scheduledSessions].map(
    ({ id }) => id,
  );
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("no game request is sent to oneself, and every reference is valid", () => {
  const users = new Set(data.users.map(({ id }) => id));
  const games = new Set(data.games.map(({ id }) => id));
  for (const request of data.gameRequests) {
    expect(request.sender_id).not.toBe(request.recipient_id);
    expect([
      users.has(request.sender_id),
      users.has(request.recipient_id),
      games.has(request.game_id),
    ]).not.toContain(false);
  }
});

test("every session comes from an accepted request, and every accepted request has a session", () => {
  const accepted = data.gameRequests.filter(({ status }) => status === "accepted").map(({ id }) => id);
  expect(data.scheduledSessions.map((session) => session.game_request_id).sort()).toEqual(accepted.sort());
});

test.each([
  ["an empty database", [], undefined],
  ["a database that already has it", ["a", "b"], undefined],
  ["a database that has it and has grown", ["a", "b", "c"], undefined],
  ["a database with other users", ["c"], "the database already has other data (users: 1)"],
  ["a database with part of the data", ["a", "c"], "the database already has other data (users: 2)"],
])("loading the reference data into %s is refused with: %j", (_name, present, wording) => {
  const refused = refusal(present, ["a", "b"]);
  if (wording) expect(refused).toContain(wording);
  else expect(refused).toBeUndefined();
});
