import { mkdir } from "node:fs/promises";
import { inCache } from "../../paths.ts";
import { logFile } from "../driver/cache.ts";
import { ask, run } from "../driver/command.ts";
import { ToolchainFailure } from "../driver/failure.ts";
import type { Progress } from "../driver/report.ts";
import { containerArguments } from "./container.ts";
import { findGo } from "./find.ts";

/** What compiling needs besides the sources. */
export interface CompileContext {
  progress: Progress;
  /** Provides an image with Go, for a machine without Go on PATH. */
  goImage: () => Promise<string>;
}

/** One run of the Go command. */
export interface GoRun extends CompileContext {
  /** Name of the work, as the start of an error sentence. */
  what: string;
  id: string;
  /** Folder of the module; written to by Go. */
  folder: string;
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/** Runs `go` from PATH or in a container; with `-v` in its arguments the progress counts packages. */
export async function runGo(go: GoRun): Promise<void> {
  let packages = 0;
  const progress: Progress = (line) => {
    if (!line.startsWith("go: ")) packages++;
    go.progress(packages > 0 ? `compiling, ${packages} packages, ${line}` : line);
  };
  return run(go.what, { ...(await commandOf(go)), log: logFile(go.id), progress });
}

/** What a short Go command prints. @throws when it fails */
export async function askGo(go: GoRun): Promise<string> {
  const { file, args, environment } = await commandOf(go);
  const said = await ask(file, args, { environment, timeout: 60_000 });
  if (said === undefined) throw new ToolchainFailure(`${go.what} failed: go ${go.args.join(" ")}`);
  return said;
}

async function commandOf({ folder, args, goImage, ...go }: GoRun) {
  // The user's own GOFLAGS would change the build.
  const environment = {
    ...go.environment,
    GOFLAGS: "",
    GOTOOLCHAIN: "auto",
    GOWORK: "off",
    CGO_ENABLED: "0",
  };
  const found = await findGo();
  if (found.kind === "path") return { file: "go", args: ["-C", folder, ...args], environment };
  await mkdir(inCache("go-in-container"), { recursive: true });
  return {
    file: "docker",
    args: await containerArguments(folder, environment, args, await goImage()),
    environment: {},
  };
}
