import { chmod, cp, mkdir, mkdtemp, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureGoImage } from "../base/go-image.ts";
import { logFile } from "../driver/cache.ts";
import { run } from "../driver/command.ts";
import type { Progress } from "../driver/report.ts";
import { runGo } from "../go/compile.ts";
import { builtName, engineModule, goBuildArguments, type Program, type Targets } from "./targets.ts";

/** Go's names for this machine's operating system and architecture. */
export const goPlatform = (): Record<"GOOS" | "GOARCH", string> => ({
  GOOS: process.platform,
  GOARCH: process.arch === "x64" ? "amd64" : process.arch,
});

async function put(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await rename(source, target);
}

/** Runs a program's generators, before the programs are moved to their final paths. */
async function generate(program: Program, built: string, target: string, progress: Progress): Promise<void> {
  for (const { run: command, file, install } of program.generate) {
    const out = await mkdtemp(join(dirname(target), "generated-"));
    const [name = "", ...args] = command.map((part) => part.replace("{out}", out));
    const log = logFile(`generate-${program.name}`);
    progress(`${program.label}: ${file}`);
    await run(`Generating ${file} of ${program.label}`, {
      file: join(built, name),
      args,
      folder: out,
      log,
      progress,
    });
    await put(join(out, file), join(target, install));
  }
}

/** Builds the engine and its plugins from Go modules into `target`. */
export async function buildEngine(targets: Targets, target: string, progress: Progress): Promise<void> {
  const parent = dirname(target);
  const module = join(parent, "module");
  const built = join(parent, "built");
  await cp(fileURLToPath(engineModule), module, { recursive: true });
  await mkdir(built);
  const args = goBuildArguments(targets, built);
  const environment = { ...targets.environment, ...goPlatform() };
  await runGo({
    what: "Compiling the engine and its plugins",
    id: "go-engine",
    folder: module,
    args,
    environment,
    progress,
    goImage: () => ensureGoImage(progress),
  });
  for (const program of targets.programs) await generate(program, built, target, progress);
  for (const program of targets.programs) {
    if (!program.install) continue;
    const place = join(target, program.install);
    await put(join(built, builtName(program.package)), place);
    await chmod(place, 0o755);
  }
}
