import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { findS3Program } from "../../lab/s3-program.ts";
import { archivedSegments, arrived, endSegment, pgBackRest } from "../conformance/backup/archived-log.ts";
import type { Fault } from "../conformance/backup/s3-container.ts";
import { startSecondRepository } from "../conformance/backup/second-repository.ts";
import { type BackupStack, makeBackupStack } from "../conformance/backup/stack.ts";
import { median } from "./timing.ts";

/** How often a server ends a segment by itself when little is written. */
const secondsOfSegment = 60;

/** Seconds within which a repository must have everything. */
const arrivalTimeout = 1800;

/** Seconds from the end of each segment until the first repository had it, and the number of segments still missing at the end. */
interface Course {
  delays: number[];
  behind: number;
}

/**
 * The object store of the second repository fails for a long time: how late the first repository gets each segment meanwhile, and
 * how long it takes afterwards until both have everything. All faults at once, each with its own servers.
 * @param minutes duration of the fault
 */
export async function storeOutage(minutes: number): Promise<string[]> {
  const program = findS3Program();
  if (!program) throw new Error("the stand-in for S3 is not compiled; run './tovrun lab up' first");
  const faults: Fault[] = ["gone", "errors", "silent"];
  const lines = await Promise.all(faults.map((fault) => outage(program, fault, minutes)));
  return [`store-outage (load average ${loadavg()[0]?.toFixed(1)})`, ...lines];
}

async function outage(program: string, fault: Fault, minutes: number): Promise<string> {
  const second = await startSecondRepository(program);
  try {
    const stack = await makeBackupStack({ second });
    try {
      await pgBackRest(stack, "stanza-create");
      await arrived(stack, 2, await endSegment(stack), arrivalTimeout);
      await second.fault(fault);
      const course = await watch(stack, minutes);
      const last = await endSegment(stack);
      await second.fault();
      const recovered = performance.now();
      const seconds: number[] = [];
      for (const repository of [1, 2] as const) {
        await arrived(stack, repository, last, arrivalTimeout);
        seconds.push((performance.now() - recovered) / 1000);
      }
      return line(fault, minutes, course, seconds);
    } finally {
      await stack.remove();
    }
  } finally {
    await second.stop();
  }
}

/** Ends a segment each minute, and checks every two seconds which segments the first repository has. */
async function watch(stack: BackupStack, minutes: number): Promise<Course> {
  const ended = new Map<string, number>();
  const delays: number[] = [];
  const end = performance.now() + minutes * 60_000;
  let next = performance.now();
  while (performance.now() < end) {
    if (performance.now() >= next) {
      ended.set(await endSegment(stack), performance.now());
      next += secondsOfSegment * 1000;
    }
    const archived = new Set(await archivedSegments(stack, 1));
    for (const [segment, since] of ended) {
      if (!archived.has(segment)) continue;
      delays.push((performance.now() - since) / 1000);
      ended.delete(segment);
    }
    await sleep(2000);
  }
  return { delays, behind: ended.size };
}

function line(fault: Fault, minutes: number, { delays, behind }: Course, [first, second]: number[]): string {
  const usual =
    delays.length > 0
      ? `${median(delays).toFixed(0)} s (median), at most ${Math.max(...delays).toFixed(0)} s`
      : "never";
  return `  ${fault} for ${minutes} min: in the first repository after ${usual} (${delays.length} segments, ${behind} still missing at the end); \
afterwards all in the first within ${first?.toFixed(0)} s, in both within ${second?.toFixed(0)} s`;
}
