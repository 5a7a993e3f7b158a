import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gapsOf } from "../../../app/backup/src/repository/archive.ts";
import { findS3Program } from "../../../lab/s3-program.ts";
import { archivedSegments, arrived, endSegment, pgBackRest } from "./archived-log.ts";
import type { Trouble } from "./s3-container.ts";
import { type SecondRepository, startSecondRepository } from "./second-repository.ts";
import { type BackupStack, makeBackupStack } from "./stack.ts";

const program = findS3Program();

let store: SecondRepository;
let stack: BackupStack;

const gaps = async (repository: 1 | 2) => {
  const all = await archivedSegments(stack, repository);
  return gapsOf(all, all[0] ?? "");
};

/** Ends two segments; the name of the last one. */
async function write(): Promise<string> {
  await endSegment(stack);
  return endSegment(stack);
}

// The stand-in is compiled by './tovrun lab up', which takes Go and its modules.
describe.skipIf(!program)("a second repository in an object store", () => {
  beforeAll(async () => {
    store = await startSecondRepository(program ?? "");
    stack = await makeBackupStack({ second: store });
    await pgBackRest(stack, "stanza-create");
    await arrived(stack, 2, await write(), 200);
  }, 420_000);

  afterAll(async () => {
    await stack?.remove();
    await store?.stop();
  });

  test.each<Trouble>(["errors", "slow"])(
    "whose store is in trouble (%s) does not keep the log from the first one, and has all of it afterwards",
    async (trouble) => {
      await store.trouble(trouble);
      const last = await write();
      await arrived(stack, 1, last, 150);
      await store.trouble();
      await arrived(stack, 2, last, 150);
      expect([await gaps(1), await gaps(2)]).toEqual([[], []]);
    },
    320_000,
  );
});
