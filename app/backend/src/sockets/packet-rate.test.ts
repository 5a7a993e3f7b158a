import { expect, test } from "vitest";
import { packetRate } from "./packet-rate.ts";

/** How many of `events` at each of these moments, in milliseconds, are within the rate. */
function allowed(moments: number[], events: number): number[] {
  let now = 0;
  const withinRate = packetRate(() => now);
  return moments.map((moment) => {
    now = moment;
    return Array.from({ length: events }, withinRate).filter(Boolean).length;
  });
}

test.each([
  ["a client may send a burst of 40 events and no more", [0], [40]],
  ["a client may send 20 more events each second after a burst", [0, 1_000, 1_500], [40, 20, 10]],
  ["a client that was silent for long may send no more than one burst", [0, 3_600_000], [40, 40]],
])("%s", (_name, moments, expected) => {
  expect(allowed(moments, 60)).toEqual(expected);
});
