import { mkdir } from "node:fs/promises";
import { inCache } from "../../paths.ts";
import { logFile } from "../driver/cache.ts";
import { run } from "../driver/command.ts";
import type { Progress } from "../driver/report.ts";
import { containerArguments } from "./container.ts";
import { findGo } from "./find.ts";

/** What compiling takes besides the sources. */
export interface Workshop {
  progress: Progress;
  /** The image that has Go, for a machine whose PATH has none. */
  goImage: () => Promise<string>;
}

/** One run of the Go command. */
export interface GoRun extends Workshop {
  /** What fails when it fails, as the beginning of a sentence. */
  what: string;
  id: string;
  /** Folder of the module; written to by Go. */
  folder: string;
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/** Runs `go`, from PATH or in a container; `-v` in its arguments lets the progress count packages. */
export async function runGo(go: GoRun): Promise<void> {
  let packages = 0;
  const progress: Progress = (line) => {
    if (!line.startsWith("go: ")) packages++;
    go.progress(packages > 0 ? `compiling, ${packages} packages, ${line}` : line);
  };
  // GOFLAGS of the user's own would change what is built.
  const environment = {
    ...go.environment,
    GOFLAGS: "",
    GOTOOLCHAIN: "auto",
    GOWORK: "off",
    CGO_ENABLED: "0",
  };
  const common = { log: logFile(go.id), progress };
  const found = await findGo();
  if (found.kind === "path") {
    return run(go.what, { file: "go", args: go.args, folder: go.folder, environment, ...common });
  }
  await mkdir(inCache("go-in-container"), { recursive: true });
  const args = await containerArguments(go.folder, environment, go.args, await go.goImage());
  return run(go.what, { file: "docker", args, ...common });
}
