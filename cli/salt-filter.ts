import { place } from "./place.ts";
import { capture } from "./run.ts";

const KEY = "filter.tovplay-salt.clean";

/**
 * Plain `pulumi` writes this machine's encryption salt into Pulumi.local.yaml. The filter that .gitattributes names for
 * that file keeps it out of `git status`, diffs and commits; here the clone is told what the filter does.
 */
export async function keepSaltOutOfGit(): Promise<void> {
  const options = { cwd: place.checkout };
  const set = await capture("git", ["config", "--local", "--get", KEY], options);
  // 1: not set yet. Anything else: set already, no clone, or no git.
  if (set.code === 1) await capture("git", ["config", "--local", KEY, "sed -e /^encryptionsalt:/d"], options);
}
