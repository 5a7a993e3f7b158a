import { basename, dirname } from "node:path";
import { inCheckout } from "../../paths.ts";
import { findProgram } from "../machine/programs.ts";
import { capture, tail } from "../process/run.ts";
import { failedCheck, type Outcome, onePassed, type Part } from "./part.ts";
import { check, listFiles } from "./static-checks.ts";

async function formatted(folders: readonly string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await capture("gofmt", ["-l", ...folders]);
  if (code === 0 && stdout.trim() === "") return onePassed;
  return failedCheck([
    "these files are not formatted; run gofmt -w on them:",
    ...tail(`${stdout}\n${stderr}`, 40),
  ]);
}

/** As the toolchain builds: what it has compiled need not be compiled again. */
const env = {
  ...process.env,
  GOFLAGS: "-mod=readonly -trimpath -buildvcs=false -tags=no_compose",
  GOWORK: "off",
  CGO_ENABLED: "0",
};

function goCommand(command: string, folder: string): Part {
  const run = () => check("go", [command, "./..."], { cwd: inCheckout(folder), env });
  return { label: `go ${command} ${folder}`, run };
}

/** Folders of Go modules that hold programs; a file tools.go alone only pins versions. */
async function goModules(): Promise<string[]> {
  const files = await listFiles();
  const folders = files.filter((file) => file.endsWith("/go.mod")).map((file) => dirname(file));
  const isCode = (file: string) => file.endsWith(".go") && basename(file) !== "tools.go";
  return folders.filter((folder) => files.some((file) => file.startsWith(`${folder}/`) && isCode(file)));
}

/** Format of the toolchain's Go modules and, unless `quick`, vet and tests, which compile; nothing without Go. */
export async function goChecks(quick: boolean): Promise<Part[]> {
  if (!findProgram("go")) return [];
  const modules = await goModules();
  const format = { label: "Format of Go", run: () => formatted(modules.map((folder) => inCheckout(folder))) };
  return [
    format,
    ...(quick ? [] : modules.flatMap((folder) => [goCommand("vet", folder), goCommand("test", folder)])),
  ];
}
