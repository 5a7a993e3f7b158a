import { readFileSync } from "node:fs";
import { inCheckout } from "../../paths.ts";
import { capture } from "../process/run.ts";
import { writeAtomically } from "./write-atomically.ts";

const key = "filter.tovplay-salt.clean";

/** Settings of a stack without this machine's encryption salt, which the stack's state remembers. */
export function withoutSalt(settings: string): string {
  return settings.replaceAll(/^encryptionsalt:.*\n?/gm, "");
}

/**
 * Plain `pulumi` writes this machine's encryption salt into Pulumi.local.yaml. The filter that .gitattributes names for
 * that file keeps it out of `git status`, diffs and commits; here the clone is told what the filter does.
 */
export async function keepSaltOutOfGit(): Promise<void> {
  dropSalt(inCheckout("Pulumi.local.yaml"));
  const options = { cwd: inCheckout() };
  const set = await capture("git", ["config", "--local", "--get", key], options);
  // 1: not set yet. Anything else: set already, no clone, or no git.
  if (set.code === 1) await capture("git", ["config", "--local", key, "sed -e /^encryptionsalt:/d"], options);
}

/** An old salt would outlive its passphrase unseen, and then be 'incorrect'; the stack's state remembers the right one. */
function dropSalt(file: string): void {
  const settings = readFileSync(file, "utf8");
  const without = withoutSalt(settings);
  if (without !== settings) writeAtomically(file, without, 0o644);
}
