import { expect, test } from "vitest";
import { health } from "./health.ts";

test("health is unavailable when one check gives a reason", async () => {
  const answer = await health({
    good: async () => ({ detail: 1, reasons: [] }),
    bad: async () => ({ detail: 2, reasons: ["the disk is full"] }),
  })();
  expect(answer).toEqual({
    status: "unavailable",
    reasons: ["the disk is full"],
    details: { good: 1, bad: 2 },
  });
});

test("simultaneous health requests share one check, a later one checks again", async () => {
  let checks = 0;
  const check = async () => ({ detail: ++checks, reasons: [] });
  const read = health({ check }, 20);
  const answers = await Promise.all([read(), read(), read()]);
  expect(answers.map(({ details }) => details.check)).toEqual([1, 1, 1]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect((await read()).details.check).toBe(2);
});
