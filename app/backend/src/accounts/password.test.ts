import { expect, test } from "vitest";
import { inTurn } from "./in-turn.ts";
import { hashPassword, parseHash, verifyPassword } from "./password.ts";

test("a password matches only its own hash", async () => {
  const hash = await hashPassword("correct horse é");
  expect(hash).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/);
  expect(await verifyPassword("correct horse é", hash)).toBe(true);
  expect(await verifyPassword("correct horse e\u0301", hash), "the same letter, written as two").toBe(true);
  expect(await verifyPassword("correct horse e", hash)).toBe(false);
});

test("equal passwords have different hashes", async () => {
  expect(await hashPassword("correct horse")).not.toBe(await hashPassword("correct horse"));
});

test.each([null, undefined, "", "$scrypt$ln=14,r=8,p=5$short$x", "plain"])(
  "no password matches the hash %j",
  async (hash) => {
    expect(await verifyPassword("", hash)).toBe(false);
  },
);

test("a hash whose cost would exhaust the memory is refused", () => {
  const [salt, key] = ["a".repeat(22), "a".repeat(43)];
  expect(parseHash(`$scrypt$ln=14,r=8,p=5$${salt}$${key}`)).toBeDefined();
  expect(parseHash(`$scrypt$ln=30,r=8,p=5$${salt}$${key}`)).toBeUndefined();
  expect(parseHash(`$scrypt$ln=14,r=99,p=5$${salt}$${key}`)).toBeUndefined();
});

test("inTurn runs no more tasks at once than allowed, and a failed task frees its place", async () => {
  const turn = inTurn(2);
  let running = 0;
  let most = 0;
  const work = (fails: boolean) => async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    if (fails) throw new Error("failed");
  };
  await Promise.allSettled([1, 2, 3, 4, 5, 6].map((number) => turn(work(number % 2 === 0))));
  expect(most).toBe(2);
  await expect(turn(async () => "free")).resolves.toBe("free");
});
