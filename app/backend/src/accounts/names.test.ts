import { expect, test } from "vitest";
import { lookOf } from "./look.ts";
import { isReserved } from "./reserved-names.ts";

test.each([
  ["Ada", "ada"],
  ["ada.l", "a_d-a1"],
  ["moderator", "rnoderator"],
  ["william", "vvi11iam"],
  ["boss", "8055"],
  ["paypal", "раураl"],
  ["admin", "ａｄｍｉｎ"],
])("%s looks like %s", (one, other) => {
  expect(lookOf(one)).toBe(lookOf(other));
});

test.each([
  ["ada", "adb"],
  ["anna", "hanna"],
])("%s does not look like %s", (one, other) => {
  expect(lookOf(one)).not.toBe(lookOf(other));
});

test.each([
  ["admin"],
  ["Adm1n"],
  ["m.o.d"],
  ["rnoderator"],
  ["TovPlay"],
  ["t0vp1ay_helper"],
  ["the-moderator"],
  ["support"],
  ["suррort"],
  ["Deleted"],
  ["admin2"],
])("%s is reserved", (name) => {
  expect(isReserved(name)).toBe(true);
});

test.each(["ada", "modesty", "helpful-hanna", "teamwork", "testarossa", "rooted"])("%s is free", (name) => {
  expect(isReserved(name)).toBe(false);
});
