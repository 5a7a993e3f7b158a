import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gapsOf } from "../../../app/backup/src/repository/archive.ts";
import { findS3Program } from "../../../lab/s3-program.ts";
import { until } from "../testing/until.ts";
import { archivedSegments, arrived, endSegment, pgBackRest } from "./archived-log.ts";
import type { Fault } from "./s3-container.ts";
import { type SecondRepository, startSecondRepository } from "./second-repository.ts";
import { type BackupStack, makeBackupStack } from "./stack.ts";

const program = findS3Program();

let store: SecondRepository;
let stack: BackupStack;

const gaps = async (repository: 1 | 2) => {
  const all = await archivedSegments(stack, repository);
  return gapsOf(all, all[0] ?? "");
};

/** Ends two segments; returns the name of the last one. */
async function write(): Promise<string> {
  await endSegment(stack);
  return endSegment(stack);
}

// The stand-in is compiled by './tovrun lab up', which takes Go and its modules.
describe.skipIf(!program)("a second repository in an object store", () => {
  beforeAll(async () => {
    store = await startSecondRepository(program ?? "");
    stack = await makeBackupStack({ second: store });
    // The archiver, which retries meanwhile, holds the same lock for a moment each time.
    await until("there is a stanza", () => pgBackRest(stack, "stanza-create"));
    await arrived(stack, 2, await write(), 200);
  }, 420_000);

  afterAll(async () => {
    await stack?.remove();
    await store?.stop();
  });

  test.each<Fault>(["errors", "slow"])(
    "does not hold up the first one while its store has the fault '%s', and has all of the WAL afterwards",
    async (fault) => {
      await store.fault(fault);
      const last = await write();
      await arrived(stack, 1, last, 150);
      await store.fault();
      await arrived(stack, 2, last, 150);
      expect([await gaps(1), await gaps(2)]).toEqual([[], []]);
    },
    320_000,
  );
});
