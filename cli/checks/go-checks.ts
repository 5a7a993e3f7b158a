import { dirname } from "node:path";
import { findProgram } from "../machine/programs.ts";
import { inCheckout } from "../place.ts";
import { capture, tail } from "../run.ts";
import { failedCheck, type Outcome, PASSED, type Part } from "./part.ts";
import { check, listFiles } from "./static-checks.ts";

async function formatted(folders: readonly string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await capture("gofmt", ["-l", ...folders]);
  if (code === 0 && stdout.trim() === "") return PASSED;
  return failedCheck([
    "these files are not formatted, run gofmt -w on them:",
    ...tail(`${stdout}\n${stderr}`, 40),
  ]);
}

/** Format, vet and tests of the toolchain's Go modules; nothing on a machine without Go. */
export async function goChecks(): Promise<Part[]> {
  if (!findProgram("go")) return [];
  const files = await listFiles();
  const folders = files.filter((file) => file.endsWith("/go.mod")).map((file) => dirname(file));
  const withCode = folders.filter((folder) =>
    files.some((file) => file.startsWith(`${folder}/`) && file.endsWith(".go")),
  );
  return [
    { label: "Format of Go", run: () => formatted(withCode.map((folder) => inCheckout(folder))) },
    ...withCode.flatMap((folder): Part[] => [
      { label: `go vet ${folder}`, run: () => check("go", ["vet", "./..."], inCheckout(folder)) },
      { label: `go test ${folder}`, run: () => check("go", ["test", "./..."], inCheckout(folder)) },
    ]),
  ];
}
