import { expect, test } from "vitest";
import { page, placeOf } from "./page.ts";

const row = (n: number) => ({
  id: `00000000-0000-4000-8000-00000000000${n}`,
  at: `2030-01-0${n}T00:00:00.123456Z`,
});

test("a page tells of a next one only when there is one, and its cursor is the last row's place", () => {
  const first = page([row(1), row(2), row(3)], 2, ({ id }) => id);
  expect(first.items).toEqual([row(1).id, row(2).id]);
  expect(placeOf(first.next ?? undefined)).toEqual(row(2));
  expect(page([row(3)], 2, ({ id }) => id).next).toBeNull();
  expect(page([], 2, String)).toEqual({ items: [], next: null });
});

test("no cursor is the beginning", () => {
  expect(placeOf(undefined)).toBeUndefined();
});

test.each([
  "AAAAAAAA",
  Buffer.from("2030-01-01 x").toString("base64url"),
  Buffer.from("' or 1=1 --").toString("base64url"),
])("the cursor %s is refused", (cursor) => {
  expect(() => placeOf(cursor)).toThrow("The cursor is not valid. Load the list from its beginning.");
});
