import fc from "fast-check";
import { expect, test } from "vitest";
import { moderated } from "../moderated.ts";
import { testDatabase } from "../test-database.ts";
import { testSite } from "../test-site.ts";
import { actions } from "./actions.ts";
import { atOnce, gamesOf, runSequence } from "./run.ts";

/** Sequences of actions. The full check takes 10,000: `TOVPLAY_SEQUENCES=10000`. */
const sequences = Number(process.env.TOVPLAY_SEQUENCES ?? 75);

test(`in ${sequences} random sequences of actions, nobody is shown to somebody for whom they do not exist`, async () => {
  const db = await testDatabase();
  await moderated(db.admin);
  const { send, lines } = await testSite(db);
  const games = await gamesOf(db);
  let requests = 0;
  const counted: typeof send = async (...sent) => {
    requests += 1;
    const answer = await send(...sent);
    const errors = lines.splice(0).flatMap(({ err }) => (err ? [JSON.stringify(err)] : []));
    if (answer.status >= 500)
      throw new Error(`${sent[0]} ${sent[1]} answered ${answer.raw}: ${errors.join()}`);
    return answer;
  };
  const sequence = fc.array(actions([0, 1, 2, 3, 4]), { minLength: 4, maxLength: 16 });
  const some = fc.array(sequence, { minLength: atOnce, maxLength: atOnce });
  const property = fc.asyncProperty(some, async (them) => {
    await Promise.all(them.map((one) => runSequence(db, counted, games, one)));
  });
  // The same ones each time, unless more are asked for: a failure is then the change's.
  const seed = process.env.TOVPLAY_SEQUENCES ? Date.now() : 1;
  await fc.assert(property, { numRuns: Math.ceil(sequences / atOnce), endOnFailure: true, seed });
  process.stdout.write(`${sequences} sequences, ${requests} requests, 0 leaks
`);
  expect(requests).toBeGreaterThan(sequences);
}, 3_600_000);
