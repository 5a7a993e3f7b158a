import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";

/**
 * What the API never says about anybody: counts that press people to come back, values that rank them, and signs of what somebody does at
 * the moment. Anyone who needs such a word for something else says so here.
 */
const banned =
  /streak|score|karma|rating|rank|leader_?board|level|\bxp\b|experience_?points|achievement|badge|trophy|last_?(seen|active|online|login|used)|is_?online|online_?now|presence|seen_?(at|by)|read_?(by|receipt)|viewed_?by|view_?count|views|typing|popular|trending|followers|likes_?count/i;

/** Names that say nothing about other people, with what they are. */
const allowed: Readonly<Record<string, string>> = {
  lastUsedAt:
    "when one's own signed-in browsers were used, so that one recognises a stranger's; nobody else reads it",
};

const { app } = await testApp();
const document: unknown = (await app.inject("/api/openapi.json")).json();

/** Names of all properties and parameters, and all values of enumerations, in a JSON document. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "properties" && typeof inner === "object" && inner !== null)
      return [...Object.keys(inner), ...namesIn(inner)];
    if (key === "enum" && Array.isArray(inner)) return inner.map(String);
    if (key === "name" && typeof inner === "string") return [inner];
    return namesIn(inner);
  });
}

test("no field, parameter or value of the API counts, ranks or watches people", () => {
  const names = new Set(namesIn(document));
  expect(names.size).toBeGreaterThan(100);
  expect([...names].filter((name) => banned.test(name) && !Object.hasOwn(allowed, name))).toEqual([]);
});

test.each([
  "loginStreak",
  "score",
  "lastSeen",
  "last_seen",
  "isOnline",
  "readBy",
  "isTyping",
  "viewCount",
  "lastUsedAt",
])("%s would be found", (name) => {
  expect(namesIn({ schema: { properties: { [name]: {} } } }).some((each) => banned.test(each))).toBe(true);
});
