import { expect, test } from "vitest";
import type { Progress } from "../terminal/progress.ts";
import { onePassed, type Part } from "./part.ts";
import { runStages } from "./run-stages.ts";

const silent: Progress = {
  step: (_, work) => work({ detail: () => undefined, part: () => undefined }),
  note: () => undefined,
  close: () => undefined,
};

/** Whatever can begin has begun. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Parts of one run, which note when they begin, and end when they are told to. */
function scene() {
  const said: string[] = [];
  const ends = new Map<string, () => void>();
  const part = (label: string): Part => ({
    label,
    run: async () => {
      said.push(label);
      await new Promise<void>((resolve) => ends.set(label, resolve));
      return onePassed;
    },
  });
  const end = async (label: string) => {
    ends.get(label)?.();
    await settled();
  };
  return { said, part, end };
}

test("parts of a stage start in order, so many at once, and the next stage waits for all of them", async () => {
  const { said, part, end } = scene();
  const running = runStages(silent, [
    { parts: ["a", "b", "c"].map(part), atOnce: 2 },
    { parts: [part("d")] },
  ]);
  await settled();
  expect(said).toEqual(["a", "b"]);
  await end("b");
  expect(said).toEqual(["a", "b", "c"]);
  await end("c");
  expect(said).toEqual(["a", "b", "c"]);
  await end("a");
  expect(said).toEqual(["a", "b", "c", "d"]);
  await end("d");
  expect((await running).map(({ label }) => label)).toEqual(["a", "b", "c", "d"]);
});

test("a part that throws is one failure, and the others still run", async () => {
  const broken: Part = { label: "broken", run: () => Promise.reject(new Error("no engine")) };
  const fine: Part = { label: "fine", run: async () => onePassed };
  const ended = await runStages(silent, [{ parts: [broken] }, { parts: [fine] }]);
  expect(ended.map(({ outcome }) => outcome)).toEqual([
    { passed: 0, failed: 1, output: ["no engine"] },
    onePassed,
  ]);
});
