import { z } from "zod";
import { inCheckout } from "../../paths.ts";
import { formatElapsed } from "../terminal/progress/board.ts";

/** Names the file for the times of a run of vitest. */
export const timesVariable = "TOVPLAY_TEST_TIMES";

/** What took how long: a test with its file, or a part of the tests. */
export interface Taken {
  what: string;
  milliseconds: number;
}

const times = z.array(z.object({ file: z.string(), test: z.string(), milliseconds: z.number() }));

/** Times that a run of vitest has written. @throws Error when the text is something else */
export function readTimes(text: string): Taken[] {
  return times.parse(JSON.parse(text)).map(({ file, test, milliseconds }) => ({
    what: `${file.replace(`${inCheckout()}/`, "")}: ${test}`,
    milliseconds,
  }));
}

const line = ({ what, milliseconds }: Taken) => `${formatElapsed(milliseconds).padStart(12)}  ${what}`;

const listed = (title: string, taken: readonly Taken[]) =>
  taken.length === 0 ? [] : ["", title, ...taken.map(line)];

/** What took longest, as lines to read: every part in order, and the slowest tests of all of them. */
export function timesReport(parts: readonly Taken[], tests: readonly Taken[], count = 20): string[] {
  const slowest = tests.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, count);
  return [...listed("Time of each part:", parts), ...listed(`The ${slowest.length} slowest tests:`, slowest)];
}
