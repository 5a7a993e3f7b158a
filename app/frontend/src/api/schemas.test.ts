import { describe, expect, expectTypeOf, it } from "vitest";
import type * as z from "zod/mini";
import { gamesAnswer, healthAnswer } from "./schemas.ts";
import type { paths } from "./service.gen.ts";

const checkedAt = "2026-11-21T13:04:00.000Z";

const chess = { id: "a1", name: "Chess", description: "", minPlayers: 2, maxPlayers: 2 };

describe("gamesAnswer", () => {
  it("keeps what the page shows and drops the rest", () => {
    const answer = { games: [{ ...chess, name: " Chess ", secret: "x" }], next: null };
    expect(gamesAnswer.parse(answer)).toEqual({ games: [chess] });
  });

  it.each([
    ["a game without a name", { games: [{ ...chess, name: "  " }] }],
    ["a game without an id", { games: [{ ...chess, id: undefined }] }],
    ["a game for zero players", { games: [{ ...chess, minPlayers: 0 }] }],
    ["a list instead of an object", [chess]],
    ["a missing body", undefined],
  ])("refuses %s", (_name, answer) => {
    expect(gamesAnswer.safeParse(answer).success).toBe(false);
  });
});

describe("healthAnswer", () => {
  it.each(["ok", "unavailable"])("accepts a service that is %s", (status) => {
    expect(healthAnswer.parse({ status, checkedAt, version: "x" })).toEqual({ status, checkedAt });
  });

  it.each([
    ["an unknown state", { status: "fine", checkedAt }],
    ["a time without a zone", { status: "ok", checkedAt: "2026-11-21T13:04:00" }],
    ["no time", { status: "ok" }],
  ])("refuses %s", (_name, answer) => {
    expect(healthAnswer.safeParse(answer).success).toBe(false);
  });
});

/** What the service answers for a path, by its own document. */
type Served<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

it("the page's schemas accept what the service's document promises", () => {
  expectTypeOf<Served<"/api/games">>().toExtend<z.input<typeof gamesAnswer>>();
  expectTypeOf<Served<"/api/health">>().toExtend<z.input<typeof healthAnswer>>();
});
