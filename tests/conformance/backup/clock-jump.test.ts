import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../testing/until.ts";
import { type BackupStack, errorsOf, makeBackupStack, runsOf } from "./stack.ts";
import { makeWrongClock, type WrongClock } from "./wrong-clock.ts";

let clock: WrongClock;
let stack: BackupStack;

beforeAll(async () => {
  clock = await makeWrongClock();
  stack = await makeBackupStack({ options: clock.options });
  await stack.startService();
  const done = () => stack.sql(`SELECT count(*) FROM "BackupLog" WHERE kind = 'expire'`);
  await until("the first backup is made", async () => expect(await done()).toBe("1"), 120);
}, 300_000);

afterAll(async () => {
  await stack?.remove();
  await clock?.remove();
});

/** Writes a row; returns the days by which the server's clock is off. */
const write = async () => {
  await stack.sql(`INSERT INTO "Game" (name, max_players) VALUES (gen_random_uuid(), 2)`);
  const days = `round(extract(epoch FROM now() - '${new Date().toISOString()}'::timestamptz) / 86400)`;
  return Number(await stack.sql(`SELECT ${days}`));
};

const backUp = async () => errorsOf(await runsOf(stack, "backup", "--kind", "full"));

test("backups are made and restored as before after the clock jumps forward", async () => {
  await clock.jump(2);
  expect(await write()).toBe(2);
  expect(await backUp()).toEqual([null, null, null]);
}, 120_000);

test.each([0, -2])(
  "new rows are restored, but no backup is made until the last one's date, after the clock jumps back to %i days",
  async (days) => {
    await clock.jump(days);
    expect(await write()).toBe(days);
    expect(errorsOf(await runsOf(stack, "verify"))).toEqual([null]);
    const refusal = expect.stringMatching(/^\d{8}-\d{6}F is dated in the future, so no backup is possible/);
    expect(await backUp()).toEqual([refusal]);
  },
  120_000,
);

test("a backup is made again once the clock is right and the backup from the future is removed", async () => {
  await clock.jump(0);
  const { result } = await stack.command("list", "--json");
  const label = String(result?.backups?.at(-1)?.label);
  const remove = "pgbackrest --stanza=tovplay --repo=1 --recurse repo-rm backup/tovplay";
  const history = `backup.history/${label.slice(0, 4)}/${label}.manifest.gz`;
  await stack.shell(`${remove}/${label}; ${remove}/${history}`);
  expect(await backUp()).toEqual([null, null, null]);
}, 120_000);
