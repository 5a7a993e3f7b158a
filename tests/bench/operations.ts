import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { alternating, type Cost, type Timed } from "./timing.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));
const tovrun = join(checkout, "tovrun");

/** Times `preview` and an unchanged `up` of the local stack, compared with the same operations on one container. */
export async function operations(runs: number): Promise<string[]> {
  // A copy, because Pulumi writes the settings of a new stack next to its program.
  const folder = mkdtempSync(join(tmpdir(), "tovplay-bench-"));
  const baseline = join(folder, "one-container");
  cpSync(join(checkout, "tests/bench/one-container"), baseline, { recursive: true });
  symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
  const { stdout: image } = await execa("docker", ["inspect", "--format", "{{.Image}}", "tovplay-nginx"]);
  const env = {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_CONFIG_PASSPHRASE_FILE: "",
    BENCH_IMAGE: image,
  };
  const one = (...args: string[]): Timed => ({
    file: tovrun,
    args: ["exec", "--", "pulumi", "--cwd", baseline, "--non-interactive", ...args],
    cwd: baseline,
    env,
  });
  const local = (...args: string[]): Timed => ({ file: tovrun, args, cwd: checkout });
  const run = async ({ file, args, cwd }: Timed) => execa(file, args, { cwd, env });
  await run(one("stack", "init", "bench"));
  try {
    await run(one("up", "--yes", "--skip-preview", "--stack", "bench"));
    const preview = await alternating(runs, local("preview"), one("preview", "--stack", "bench"));
    const up = await alternating(
      runs,
      local("up", "--yes"),
      one("up", "--yes", "--skip-preview", "--stack", "bench"),
    );
    return [row("preview, nothing changed", preview), row("up, nothing changed", up)];
  } finally {
    await run(one("destroy", "--yes", "--skip-preview", "--stack", "bench"));
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(what: string, { a, b }: { a: Cost; b: Cost }): string {
  const shown = ({ elapsed, processor }: Cost) =>
    `${elapsed.toFixed(1)} s (${processor.toFixed(1)} s of the processor)`;
  const ratio = `${(a.elapsed / b.elapsed).toFixed(2)} (${(a.processor / b.processor).toFixed(2)})`;
  return `${what.padEnd(28)} ${shown(a)}   one container ${shown(b)}   ratio ${ratio}`;
}
