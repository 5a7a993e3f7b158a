import { expect, test } from "vitest";
import { hashList, listHas } from "./hash-list.ts";
import { weaknessOf } from "./weakness.ts";

const ada = { username: "ada-lovelace", email: "l.byron.ada@example.org" };

test.each([
  ["password1234", /many people/],
  ["Password!!!!", /many people/],
  ["P@ssw0rd12345", /many people/],
  ["ｐａｓｓｗｏｒｄ１２３４", /many people/],
  ["dragondragon", /many people|repeats/],
  ["123123123123", /many people|repeats/],
  ["aaaaaaaaaaaaaa", /repeats/],
  ["abcdefghijklmn", /repeats/],
  ["mnbvcxzlkjhgf", /many people|repeats/],
  ["poiuytrewqasd", undefined],
  ["ada-lovelace1", /your name/],
  ["L.Byron.Ada12", /your name/],
  ["tovplaytovplay", /repeats|your name/],
  ["l.byron.ada@example.org", /your name/],
])("%s is judged", async (password, why) => {
  const found = await weaknessOf(password, ada);
  if (why) expect(found).toMatch(why);
  else expect(found).toBeUndefined();
});

test.each(["correct horse battery", "gr8-tuesday-games", "שלום עולם יפה", "my ada-lovelace is a nice cat"])(
  "%s is fine",
  async (password) => {
    expect(await weaknessOf(password, ada)).toBeUndefined();
  },
);

test("a list of hashes has its words, the first and the last, and no others", () => {
  const words = Array.from({ length: 1001 }, (_, number) => `word ${number}`);
  const list = hashList(words);
  expect(list).toHaveLength(6 * words.length);
  expect(words.every((word) => listHas(list, word))).toBe(true);
  expect(listHas(list, "word 1001")).toBe(false);
  expect(listHas(hashList([]), "word 1")).toBe(false);
});
