import { chmod, cp, link, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureGoImage } from "../base/go-image.ts";
import type { Progress } from "../driver/report.ts";
import { runGo } from "../go/compile.ts";
import { leaveOut } from "./left-out.ts";
import { builtName, engineModule, goBuildArguments, type Targets } from "./targets.ts";

/** Go's names for this machine's operating system and architecture. */
export const goPlatform = (): Record<"GOOS" | "GOARCH", string> => ({
  GOOS: process.platform,
  GOARCH: process.arch === "x64" ? "amd64" : process.arch,
});

/** Builds the engine and its plugins from Go modules into `target`. */
export async function buildEngine(targets: Targets, target: string, progress: Progress): Promise<void> {
  const parent = dirname(target);
  const module = join(parent, "module");
  const built = join(parent, "built");
  await cp(fileURLToPath(engineModule), module, { recursive: true });
  await mkdir(built);
  const environment = { ...targets.environment, ...goPlatform() };
  const go = { folder: module, environment, progress, goImage: () => ensureGoImage(progress) };
  const modules = { ...go, what: "Getting the engine's modules", id: "go-engine-modules" };
  await leaveOut(modules, join(parent, "left-out"));
  const args = goBuildArguments(targets, built);
  await runGo({ ...go, what: "Compiling the engine and its plugins", id: "go-engine", args });
  for (const { package: path, install } of targets.programs) {
    const place = join(target, install);
    await mkdir(dirname(place), { recursive: true });
    // One file under several names is in memory once.
    await link(join(built, builtName(path)), place);
    await chmod(place, 0o755);
  }
}
