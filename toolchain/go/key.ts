import { contentKey, folderParts } from "../driver/key.ts";
import { findGo } from "./find.ts";

/** Flags of every build: without local paths and debugging data in the program. */
export const buildFlags: readonly string[] = [
  "-mod=mod",
  "-trimpath",
  "-buildvcs=false",
  "-ldflags=-s -w",
  "-v",
];

/** The key of a program: its module's files, the compiler, the platform and the flags. */
export async function goProgramKey(
  folder: string,
  path: string,
  architecture: string,
  system = "linux",
): Promise<string> {
  const go = await findGo();
  return contentKey({
    ...(await folderParts(folder, (name) => !name.endsWith("_test.go"))),
    "go package": path,
    "go compiler": go.kind === "path" ? go.version : "newest that the module asks for",
    "go platform": `${system}/${architecture}`,
    "go flags": buildFlags.join(" "),
  });
}
