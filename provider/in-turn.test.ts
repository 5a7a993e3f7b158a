import { expect, test } from "vitest";
import { inTurn } from "./in-turn.ts";

test("inTurn runs at most the limit at once and continues after a failure", async () => {
  const limited = inTurn(3);
  let [running, most] = [0, 0];
  const work = (index: number) =>
    limited(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index === 4) throw new Error("one of them");
      return index;
    });
  const ended = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => work(index)));
  expect(most).toBe(3);
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(11);
});
