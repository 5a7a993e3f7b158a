import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { moderated } from "../moderated.ts";
import { testDatabase } from "../test-database.ts";
import { testSite } from "../test-site.ts";
import { actions, meeting } from "./actions.ts";
import { alteredDatabase } from "./altered-database.ts";
import { mistakes } from "./mistakes.ts";
import { Leak } from "./observe.ts";
import { atOnce, gamesOf, runSequence } from "./run.ts";

const db = await testDatabase();
let games: string[];

beforeAll(async () => {
  await moderated(db.admin);
  games = await gamesOf(db);
});

/** Found within seconds each. All of them take minutes: `TOVPLAY_MISTAKES=all`. */
const quick = [
  "one's own block is not looked at",
  "a block by the other person is not looked at",
  "strangers are shown",
  "the list of friends asks nobody",
];
const chosen = Object.entries(mistakes).filter(
  ([name]) => process.env.TOVPLAY_MISTAKES === "all" || quick.includes(name),
);

test.each(chosen)(
  "random sequences find that %s",
  async (_, mistake) => {
    const { database, count } = alteredDatabase(db, mistake);
    const { send, lines } = await testSite(db, { database });
    const quiet: typeof send = (...sent) => {
      lines.length = 0;
      return send(...sent);
    };
    const sequence = fc.array(actions([0, 0, 0, 1, 1, 1, 2], meeting), { minLength: 10, maxLength: 24 });
    const some = fc.array(sequence, { minLength: atOnce, maxLength: atOnce });
    const property = fc.asyncProperty(some, async (them) => {
      const ends = await Promise.allSettled(them.map((one) => runSequence(db, quiet, games, one)));
      const failed = ends.find((end) => end.status === "rejected");
      if (failed) throw failed.reason;
    });
    const { errorInstance: found } = await fc.check(property, { numRuns: 200, endOnFailure: true, seed: 1 });
    await database.destroy();
    expect(count.made).toBeGreaterThan(0);
    expect(found).toBeInstanceOf(Leak);
  },
  600_000,
);
