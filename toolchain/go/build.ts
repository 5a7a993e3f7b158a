import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inCache } from "../../paths.ts";
import { makeOnce } from "../driver/cache.ts";
import { shortKey } from "../driver/key.ts";
import { type CompileContext, runGo } from "./compile.ts";
import { buildFlags, goProgramKey } from "./key.ts";

/** One program of a Go module. */
export interface GoProgram {
  name: string;
  /** Folder of the module in the checkout; not written to. */
  folder: string;
  /** Package path of its `main`. */
  path: string;
  /** Go's name of the architecture. */
  architecture: string;
}

/** Builds a program for a Linux container unless it is in the cache; returns the file. */
export async function ensureGoProgram(program: GoProgram, compileContext: CompileContext): Promise<string> {
  const { name, folder, path, architecture } = program;
  const target = inCache("programs", shortKey(await goProgramKey(folder, path, architecture)), name);
  await makeOnce(target, async (output) => {
    const copy = join(dirname(output), "module");
    await cp(folder, copy, { recursive: true });
    const environment = { GOOS: "linux", GOARCH: architecture };
    const args = ["build", ...buildFlags, "-o", output, path];
    await runGo({
      what: `Compiling ${name}`,
      id: `go-${name}`,
      folder: copy,
      args,
      environment,
      ...compileContext,
    });
  });
  return target;
}
