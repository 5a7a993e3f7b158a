import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { inCache, inCheckout } from "../paths.ts";
import { LabFailure } from "./failure.ts";
import { run } from "./program.ts";

const folder = inCheckout("lab", "s3");

/** Timeout for fetching and compiling the modules, in minutes. */
const compileMinutes = 15;

/** Path of the program, which depends on a hash of its sources. */
function programFile(): string {
  const hash = createHash("sha256").update(process.arch);
  for (const name of readdirSync(folder).sort())
    hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  return inCache("lab-s3", hash.digest("hex").slice(0, 16), "s3");
}

/** The stand-in's program, if it is already compiled. */
export function findS3Program(): string | undefined {
  const file = programFile();
  return existsSync(file) ? file : undefined;
}

/**
 * The program of the stand-in for S3; compiled with Go from PATH if necessary.
 * @throws {LabFailure} when there is no Go, or its modules cannot be fetched
 */
export async function ensureS3Program(): Promise<string> {
  const file = programFile();
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true });
  // The user's own GOFLAGS would change the build; the output has a temporary name until it is complete.
  const env = { GOFLAGS: "", GOTOOLCHAIN: "auto", GOWORK: "off", CGO_ENABLED: "0", GOOS: "linux" };
  const unfinished = `${file}.${process.pid}`;
  const args = ["build", "-C", folder, "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags=-s -w"];
  const { code, stderr } = await run("go", [...args, "-o", unfinished, "."], {
    env,
    timeout: compileMinutes * 60_000,
  });
  if (code === 127) throw new LabFailure("Go is not on PATH; install golang-go, then run this again");
  if (code !== 0) {
    const said = stderr.split("\n").at(-1) || `exit code ${code}`;
    throw new LabFailure(`compiling its Go modules failed (${said}); fix that, then run this again`);
  }
  renameSync(unfinished, file);
  return file;
}
