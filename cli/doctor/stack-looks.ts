import { existsSync, readFileSync, statSync } from "node:fs";
import { inCheckout, inState } from "../../paths.ts";
import { backendUrl, engineEnvironment } from "../checkout/environment.ts";
import { dockerHere, leftoverNames, listLeftovers } from "../checkout/leftovers.ts";
import { hasOwnPassphrase, passphraseFile } from "../checkout/passphrase.ts";
import { ensureEngine, examineToolchain } from "../checkout/toolchain.ts";
import type { ToolchainCheck } from "../checkout/toolchain-lines.ts";
import { listShellFiles } from "../checks/static-checks.ts";
import { localStack } from "../engine/pulumi.ts";
import { exportState } from "../engine/stack.ts";
import { isStale, pulumiLocks } from "../engine/stale-locks.ts";
import { describeOwner, isDead, readOwner } from "../process/lock-owner.ts";
import type { Look } from "./finding.ts";

const silent = { detail: () => undefined, part: () => undefined };
const setup = "./tovrun setup installs it";

function engineWords({ engine }: ToolchainCheck): string | undefined {
  if (engine.own) return `your own Pulumi ${engine.own}`;
  if (engine.downloaded) return "downloaded";
  return engine.built ? "built from source" : undefined;
}

async function lookAtEngine() {
  const seen = engineWords(await examineToolchain());
  if (seen) return { verdict: "ok", seen } as const;
  return { verdict: "warn", seen: "not there yet, or out of date", fix: setup } as const;
}

async function lookAtImages() {
  const { images } = await examineToolchain();
  const missing = Object.entries(images).flatMap(([name, reference]) => (reference ? [] : [name]));
  if (missing.length === 0) return { verdict: "ok", seen: "all there" } as const;
  return { verdict: "warn", seen: `missing: ${missing.join(", ")}`, fix: setup } as const;
}

async function lookAtPassphrase() {
  if (hasOwnPassphrase(process.env)) return { verdict: "ok", seen: "your own (environment)" } as const;
  const stat = statSync(passphraseFile, { throwIfNoEntry: false });
  if (!stat) return { verdict: "ok", seen: "none yet; the first up generates it" } as const;
  const mode = (stat.mode & 0o777).toString(8);
  if (mode === "600") return { verdict: "ok", seen: `${passphraseFile}, only you can read it` } as const;
  return {
    verdict: "fail",
    seen: `${passphraseFile} has mode ${mode}`,
    fix: `chmod 600 ${passphraseFile}`,
  } as const;
}

async function lookAtLocks() {
  const owner = existsSync(inState("stack.lock")) ? readOwner(inState("stack.owner")) : undefined;
  if (owner && !isDead(owner)) return { verdict: "ok", seen: `held by ${describeOwner(owner)}` } as const;
  const locks = pulumiLocks(backendUrl(process.env), localStack);
  if (locks.length === 0)
    return {
      verdict: "ok",
      seen: owner ? "left behind by a run that ended; the next up takes it over" : "free",
    } as const;
  const stale = locks.every(isStale);
  const seen = stale ? "a Pulumi run that ended left its lock behind" : "Pulumi is at work";
  return stale
    ? ({ verdict: "warn", seen, fix: "the next ./tovrun up removes it" } as const)
    : ({ verdict: "ok", seen } as const);
}

async function lookAtState() {
  const backend = backendUrl(process.env);
  if (!engineWords(await examineToolchain())) {
    return { verdict: "ok", seen: `${backend}; it cannot be read before ./tovrun setup` } as const;
  }
  const state = await exportState({ stack: localStack, env: engineEnvironment(await ensureEngine(silent)) });
  if (!state) return { verdict: "ok", seen: `no stack yet in ${backend}` } as const;
  const pending = state.deployment.pending_operations?.length ?? 0;
  const seen = `${state.deployment.resources?.length ?? 0} resources in ${backend}`;
  if (pending === 0) return { verdict: "ok", seen } as const;
  const fix = "the next ./tovrun up repairs it; data is kept";
  return { verdict: "warn", seen: `${seen}, ${pending} operations of a killed run`, fix } as const;
}

async function lookAtLeftovers() {
  const leftovers = await listLeftovers(dockerHere);
  if (leftovers.length === 0) return { verdict: "ok", seen: "none" } as const;
  const seen = `left over from a killed run: ${leftoverNames(leftovers)}`;
  return { verdict: "warn", seen, fix: "./tovrun doctor --fix removes them" } as const;
}

async function lookAtLineEnds() {
  const bad = (await listShellFiles()).filter((file) => readFileSync(inCheckout(file)).includes("\r\n"));
  if (bad.length === 0) return { verdict: "ok", seen: "LF" } as const;
  const fix =
    "a script with CRLF cannot start a container; run 'git config core.autocrlf false', then check the files out again";
  return { verdict: "fail", seen: bad.join(", "), fix } as const;
}

/** Looks at the toolchain and at the stack's state. */
export const stackLooks: readonly Look[] = [
  { name: "Engine", look: lookAtEngine },
  { name: "Base images", look: lookAtImages },
  { name: "Passphrase", look: lookAtPassphrase },
  { name: "Lock", look: lookAtLocks },
  { name: "State", look: lookAtState },
  { name: "Leftovers", look: lookAtLeftovers },
  { name: "Line ends of shell", look: lookAtLineEnds },
];
