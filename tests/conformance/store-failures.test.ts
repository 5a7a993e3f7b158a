import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gapsOf } from "../../app/backup/src/repository/archive.ts";
import { findS3Program } from "../../lab/s3-program.ts";
import { type BackupStack, makeBackupStack } from "./backup-stack.ts";
import { type SecondRepository, startSecondRepository, type Trouble } from "./second-repository.ts";
import { until } from "./until.ts";

const program = findS3Program();

let store: SecondRepository;
let stack: BackupStack;

const pgBackRest = async (...args: string[]) =>
  (await execa("docker", ["exec", stack.server, "pgbackrest", "--stanza=tovplay", ...args])).stdout;

/** Segments that a repository holds, in order. */
async function segments(repository: 1 | 2): Promise<string[]> {
  const folder = "archive/tovplay/17-1/0000000100000000";
  const list = await pgBackRest(`--repo=${repository}`, "repo-ls", folder);
  return list.split("\n").flatMap((line) => /^[0-9A-F]{24}(?=-)/.exec(line)?.[0] ?? []);
}

const gaps = async (repository: 1 | 2) => {
  const all = await segments(repository);
  return gapsOf(all, all[0] ?? "");
};

const arrived = (repository: 1 | 2, segment: string, seconds: number) =>
  until(
    `${segment} is in repository ${repository}`,
    async () => expect(await segments(repository)).toContain(segment),
    seconds,
  );

/** Writes rows into a few segments; the name of the last one. */
async function write(): Promise<string> {
  let segment = "";
  for (let turn = 0; turn < 2; turn++) {
    await stack.sql(`INSERT INTO "Game" (name, max_players) VALUES (gen_random_uuid(), 2)`);
    segment = await stack.sql("SELECT pg_walfile_name(pg_switch_wal())");
  }
  return segment;
}

// The stand-in is compiled by './tovrun lab up', which takes Go and its modules.
describe.skipIf(!program)("a second repository in an object store", () => {
  beforeAll(async () => {
    store = await startSecondRepository(program ?? "");
    stack = await makeBackupStack({ second: store });
    await pgBackRest("stanza-create");
    await arrived(2, await write(), 200);
  }, 420_000);

  afterAll(async () => {
    await stack?.remove();
    await store?.stop();
  });

  test.each<Trouble>(["errors", "slow"])(
    "whose store is in trouble (%s) does not keep the log from the first one, and has all of it afterwards",
    async (trouble) => {
      store.trouble(trouble);
      const last = await write();
      await arrived(1, last, 150);
      store.trouble();
      await arrived(2, last, 150);
      expect([await gaps(1), await gaps(2)]).toEqual([[], []]);
    },
    320_000,
  );
});
