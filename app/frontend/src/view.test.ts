import { describe, expect, it } from "vitest";
import type { ApiFailure } from "./api/failure.ts";
import { type QueryState, viewOf } from "./view.ts";

const failure: ApiFailure = { reason: "broken", correlationId: "0123456789abcdef", status: 500 };
const isEmpty = (list: string[]) => list.length === 0;

const cases: [behaviour: string, query: QueryState<string[]>, view: ReturnType<typeof viewOf<string[]>>][] = [
  ["is loading until there is an answer", {}, { kind: "loading" }],
  ["has failed when there never was an answer", { error: failure }, { kind: "failed", failure }],
  ["shows an answer", { data: ["a"] }, { kind: "shown", data: ["a"] }],
  ["distinguishes an empty answer from none", { data: [] }, { kind: "empty" }],
  [
    "keeps the last answer when a newer one fails",
    { data: ["a"], error: failure },
    { kind: "shown", data: ["a"], behind: failure },
  ],
  [
    "keeps an empty answer when a newer one fails",
    { data: [], error: failure },
    { kind: "empty", behind: failure },
  ],
  ["ignores an error of another type", { error: { message: "aborted" } }, { kind: "loading" }],
];

describe("viewOf", () => {
  it.each(cases)("%s", (_behaviour, query, view) => {
    expect(viewOf(query, isEmpty)).toEqual(view);
  });

  it("shows every answer when nothing counts as empty", () => {
    expect(viewOf({ data: [] })).toEqual({ kind: "shown", data: [] });
  });
});
