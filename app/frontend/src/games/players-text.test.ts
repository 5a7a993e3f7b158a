import { describe, expect, it } from "vitest";
import { playersText } from "./players-text.ts";

describe("playersText", () => {
  it.each([
    [1, 1, "For 1 player"],
    [2, 2, "For 2 players"],
    [1, 4, "For 1 to 4 players"],
  ])("describes %i to %i players as %j", (minPlayers, maxPlayers, text) => {
    expect(playersText({ minPlayers, maxPlayers })).toBe(text);
  });
});
