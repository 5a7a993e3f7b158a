import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** How many bundles stay: enough for several checkouts and branches, which have five each. */
const kept = 60;
/** Hours in which a bundle that was used is not removed: its program may still run, and load a part of it later. */
const spared = 1;

/** Removes the bundles that were used longest ago, and what an interrupted build has left. */
export function removeOldBundles(bundles: string): void {
  const found = readdirSync(bundles).flatMap((name) => {
    const used = statSync(join(bundles, name), { throwIfNoEntry: false })?.mtimeMs;
    return used === undefined ? [] : { name, used };
  });
  const before = Date.now() - spared * 3_600_000;
  const [unfinished, finished] = [true, false].map((is) =>
    found.filter(({ name }) => name.startsWith(".unfinished-") === is),
  );
  const surplus = (finished ?? []).sort((a, b) => b.used - a.used).slice(kept);
  for (const { name, used } of [...surplus, ...(unfinished ?? [])]) {
    if (used < before) rmSync(join(bundles, name), { recursive: true, force: true });
  }
}
