import { describe, expect, it } from "vitest";
import { ruleNames } from "../load-policies.ts";
import { listed, listedException, parseExceptions } from "./listed-exception.ts";

const now = new Date("2026-06-15T12:00:00Z");
const entry = {
  rule: "dns-proxied",
  stack: "production",
  resource: "tovplay-mail.example.org-1",
  reason: "mail cannot go through the proxy",
  until: "2026-07-01",
};

describe("an entry of the list", () => {
  it.each([
    ["is valid before its last day", {}, { granted: true }],
    ["is valid on its last day", { until: "2026-06-15" }, { granted: true }],
    [
      "has expired after its last day",
      { until: "2026-06-14" },
      { granted: false, refused: expect.stringMatching(/ended on 2026-06-14: fix the problem/) },
    ],
  ])("%s", (_case, patch, expected) => {
    expect(listedException([{ ...entry, ...patch }], entry, now)).toEqual(expected);
  });

  it.each([{ rule: "dns-no-wildcard" }, { stack: "staging" }, { resource: "tovplay-app.example.org-1" }])(
    "does not exempt a different resource: %j",
    (other) => {
      expect(listedException([entry], { ...entry, ...other }, now)).toEqual({ granted: false });
    },
  );
});

it.each([
  ["no list", {}, "must contain a list"],
  ["no reason", [{ ...entry, reason: " " }], "exception 1 of policies/exceptions.json has no reason"],
  ["no end", [entry, { ...entry, until: undefined }], "exception 2 of policies/exceptions.json has no until"],
  ["an invalid day", [{ ...entry, until: "2026-02-30" }], "ends on 2026-02-30: write a day as YYYY-MM-DD"],
  ["an end in words", [{ ...entry, until: "next year" }], "ends on next year"],
])("parseExceptions refuses a list with %s", (_case, list, says) => {
  expect(() => parseExceptions(JSON.stringify(list))).toThrow(says);
});

it("every listed exception names an existing rule", async () => {
  const names = await ruleNames();
  expect(listed.filter(({ rule }) => !names.includes(rule))).toEqual([]);
});
