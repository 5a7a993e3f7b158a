import type { Command } from "commander";
import { z } from "zod";
import { script } from "../../infra/host/script.ts";
import { localStack } from "../engine/pulumi.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { stackOutput } from "../engine/stack.ts";
import { requireDocker } from "../machine/docker.ts";
import { capture, tail } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import { createProgress } from "../terminal/progress.ts";

/** Settings of a program that runs once in the backend's image, as the stack hands them out. */
const oneShot = z.record(z.string().regex(/^[A-Z_]+$/), z.string());

const signIn = `Sign in as demo; its password: ./tovrun exec -- pulumi stack output demo --show-secrets --stack ${localStack}\n`;

async function runSeed(): Promise<string> {
  await requireDocker();
  const env = await quietEnvironment();
  const settings = await stackOutput("oneShot", oneShot, { stack: localStack, env });
  const program = { ...env, ...settings, NAME: "tovplay-seed", ENTRY: "dist/seed.js" };
  const runOnce = ["-c", script("application/run-once")];
  const { code, stdout, stderr } = await capture("sh", runOnce, { env: program });
  if (code === 0) return tail(stdout, 1).join("");
  const detail = tail(`${stdout}\n${stderr}`, 8);
  throw new Failure(
    "failed",
    "the reference data was not loaded; check with './tovrun status' that the stack is up",
    {
      detail,
    },
  );
}

async function seed(): Promise<void> {
  const progress = createProgress({ total: 1 });
  try {
    const report = await progress.step("Reference data", runSeed);
    progress.close();
    process.stdout.write(`${report}\n`);
    process.stderr.write(signIn);
  } finally {
    progress.close();
  }
}

export function configure(command: Command): void {
  command
    .description(
      "Loads the reference data: generated people, games, requests and sessions, the same each time. Running it again changes nothing. Prints a JSON line with the number of rows.",
    )
    .action(seed);
}
