import { describe, expect, it } from "vitest";
import { gamesAnswer, healthAnswer } from "./schemas.ts";

const database = { name: "TovPlay", schemaVersion: "0001", checkedAt: "2026-11-21T13:04:00.000Z" };

describe("gamesAnswer", () => {
  it("keeps what the page shows and drops the rest", () => {
    const answer = { games: [{ id: 1, name: " Chess ", secret: "x" }], next: null };
    expect(gamesAnswer.parse(answer)).toEqual({ games: [{ id: 1, name: "Chess" }] });
  });

  it.each([
    ["a game without a name", { games: [{ id: 1, name: "  " }] }],
    ["a game without an id", { games: [{ name: "Chess" }] }],
    ["another shape", [{ id: 1, name: "Chess" }]],
    ["nothing", undefined],
  ])("refuses %s", (_name, answer) => {
    expect(gamesAnswer.safeParse(answer).success).toBe(false);
  });
});

describe("healthAnswer", () => {
  it.each([
    ["a working service", { status: "ok", database }],
    [
      "a service that knows nothing of its database",
      { status: "unavailable", database: { ...database, name: null, schemaVersion: null } },
    ],
  ])("takes %s", (_name, answer) => {
    expect(healthAnswer.parse(answer)).toEqual(answer);
  });

  it.each([
    ["an unknown state", { status: "fine", database }],
    ["a time without a zone", { status: "ok", database: { ...database, checkedAt: "2026-11-21T13:04:00" } }],
    ["no time", { status: "ok", database: { name: "TovPlay" } }],
  ])("refuses %s", (_name, answer) => {
    expect(healthAnswer.safeParse(answer).success).toBe(false);
  });
});
