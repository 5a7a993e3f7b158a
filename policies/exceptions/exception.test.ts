import { expect, it } from "vitest";
import { labelledException } from "./exception.ts";

const now = new Date("2026-06-15T12:00:00Z");
const label = (value: string, rule = "image-pinned") => [{ label: `org.tovplay.exception.${rule}`, value }];

it.each([
  ["a future day", "moves to a digest with release 2; until 2026-07-01"],
  ["today", "moves to a digest with release 2; until 2026-06-15"],
])("labelledException grants an exception until %s", (_case, value) => {
  expect(labelledException("image-pinned", label(value), now)).toEqual({ granted: true });
});

it.each([
  ["is over", "moved; until 2026-06-14", /ended on 2026-06-14/],
  ["has no reason", "; until 2026-07-01", /must read/],
  ["has no end", "because", /must read/],
  ["ends on an invalid day", "because; until 2026-02-30", /must read/],
  ["has more text after its end", "because; until 2026-07-01 or so", /must read/],
])("labelledException refuses an exception that %s", (_case, value, refused) => {
  expect(labelledException("image-pinned", label(value), now)).toEqual({
    granted: false,
    refused: expect.stringMatching(refused),
  });
});

it("labelledException ignores an exception to another rule", () => {
  const other = label("because; until 2026-07-01", "memory-limited");
  expect(labelledException("image-pinned", other, now)).toEqual({ granted: false });
});
