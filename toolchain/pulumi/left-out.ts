import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { askGo, type GoRun, runGo } from "../go/compile.ts";
import { engineModule } from "./targets.ts";

const cut = z.object({
  file: z.string(),
  from: z.string().min(1),
  before: z.string().optional(),
  instead: z.array(z.string()).default([]),
});
const schema = z.object({ modules: z.array(z.object({ module: z.string(), cut: z.array(cut) })) });

/** A text to remove from a file of a module. */
export type Cut = z.infer<typeof cut>;

/** Reads what is left out of modules that the engine is built from. */
async function readLeftOut() {
  return schema.parse(JSON.parse(await readFile(new URL("left-out.json", engineModule), "utf8"))).modules;
}

/** A text without what a cut names. @throws when it is not there: another version of the module needs other cuts */
export function withoutCut(text: string, { file, from, before, instead }: Cut): string {
  const start = text.indexOf(from);
  const rest = before === "" ? text.length : text.indexOf(before ?? from, start) + (before ? 0 : from.length);
  if (start < 0 || rest < start)
    throw new Error(`${file} has no such text: ${from.trim()}; correct left-out.json`);
  return text.slice(0, start) + instead.join("\n") + text.slice(rest);
}

/**
 * Replaces modules of a Go module by copies without what is left out.
 * @param go how to run Go in the module's folder, which is itself a copy
 * @param folder folder for the copies
 */
export async function leaveOut(go: Omit<GoRun, "args">, folder: string): Promise<void> {
  const parts = await readLeftOut();
  const names = parts.map((part) => part.module);
  await runGo({ ...go, args: ["mod", "download", ...names] });
  const sources = (await askGo({ ...go, args: ["list", "-m", "-f", "{{.Dir}}", ...names] })).split("\n");
  const replaced = await Promise.all(
    parts.map(async ({ module, cut: cuts }, index) => {
      const copy = join(folder, String(index));
      await copyWithout(sources[index] ?? "", copy, cuts);
      return `-replace=${module}=${copy}`;
    }),
  );
  await runGo({ ...go, args: ["mod", "edit", ...replaced] });
}

/** Modules are read-only in Go's cache, the copy is not: it is removed after the build. */
async function copyWithout(source: string, copy: string, cuts: readonly Cut[]): Promise<void> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = relative(source, join(entry.parentPath, entry.name));
    if (!entry.isFile() || path.endsWith("_test.go") || path.includes("testdata/")) continue;
    const content = await readFile(join(source, path));
    const own = cuts.filter(({ file }) => file === path);
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(
      join(copy, path),
      own.length === 0 ? content : own.reduce(withoutCut, content.toString()),
    );
  }
}
