import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure } from "../terminal/exit.ts";
import type { Progress } from "../terminal/progress.ts";
import { agree, aptInstall, installWay } from "./packages.ts";

/** Where a program is on PATH (or in the folders of administration, which PATH may lack). */
export function findProgram(name: string, path = process.env.PATH ?? ""): string | undefined {
  const folders = [...path.split(delimiter), "/usr/sbin", "/sbin"];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Sees to a program of a Debian package, asking first. Elsewhere the failure says what to install. */
export async function ensureProgram(
  names: readonly string[],
  debianPackage: string,
  options: { progress: Progress; yes: boolean; why: string },
): Promise<void> {
  if (names.some((name) => findProgram(name))) return;
  const way = installWay();
  const fix =
    way === "needs-root"
      ? `'sudo apt-get install ${debianPackage}'`
      : `${debianPackage} with your system's packages`;
  const missing = new Failure(
    "missing",
    `${names[0]} is missing, ${options.why}; install ${fix}, then run this again`,
  );
  if (way !== "apt") throw missing;
  if (
    !(await agree(
      `${names[0]} is missing, ${options.why}: apt-get will install ${debianPackage}.`,
      options.yes,
    ))
  )
    throw missing;
  await options.progress.step(`Install ${debianPackage}`, (step) => aptInstall([debianPackage], step));
}
