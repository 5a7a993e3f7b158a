import { cut } from "./scenarios/cut.ts";
import { expire } from "./scenarios/expire.ts";
import { fill } from "./scenarios/fill.ts";
import { key } from "./scenarios/key.ts";
import { kill } from "./scenarios/kill.ts";
import { s3Down, s3Errors, s3Hangs, s3Slow } from "./scenarios/s3.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { slow } from "./scenarios/slow.ts";

/** Every scenario, in the order in which they must be undone: a host must run before anything else can be undone on it. */
export const scenarios: readonly Scenario[] = [
  kill,
  cut,
  slow,
  fill,
  key,
  expire,
  s3Down,
  s3Hangs,
  s3Errors,
  s3Slow,
];
