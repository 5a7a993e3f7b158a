import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { inCheckout } from "../../paths.ts";
import { exitCodes } from "./exit.ts";
import { unwritable } from "./output.ts";

// Each of them starts Node.
vi.setConfig({ testTimeout: 60_000 });

const fullDevice = "/dev/full";
const reason = "no space left on device";

/** Runs a program with some of its streams on a device that is always full. */
function runProgram(file: string, args: readonly string[], full: readonly ("output" | "error")[]) {
  const device = openSync(fullDevice, "w");
  const stream = (name: "output" | "error") => (full.includes(name) ? device : "pipe");
  try {
    return spawnSync(file, args, {
      cwd: inCheckout(),
      encoding: "utf8",
      stdio: ["ignore", stream("output"), stream("error")],
    });
  } finally {
    closeSync(device);
  }
}

const run = (args: readonly string[], full: readonly ("output" | "error")[]) =>
  runProgram(inCheckout("tovrun"), args, full);

test.each([
  ["output", { errno: -28, message: "ENOSPC" }, `output cannot be written: ${reason}; free some`],
  ["error", { errno: -28, message: "ENOSPC" }, `error cannot be written: ${reason}; its text is lost;`],
  ["output", { message: "it is gone" }, "output cannot be written: it is gone;"],
] as const)("standard %s that fails with %j is a sentence", (name, error, words) => {
  expect(unwritable(name, { name: "Error", ...error })).toContain(`tovrun: standard ${words}`);
});

test.skipIf(!existsSync(fullDevice)).each([[["--help"]], [["url"]], [["status", "--help"]]])(
  "%j says in one sentence that standard output is full",
  (args) => {
    const { status, stderr } = run(args, ["output"]);
    expect(stderr).toMatch(new RegExp(`^tovrun: standard output cannot be written: ${reason};.*\n$`));
    expect(status).toBe(exitCodes.failed.code);
  },
);

test.skipIf(!existsSync(fullDevice)).each([[["nonsense"]], [["url", "nonsense"]]])(
  "%j says on standard output that standard error is full, and keeps its exit code",
  (args) => {
    const { status, stdout } = run(args, ["error"]);
    expect(stdout).toMatch(new RegExp(`^tovrun: standard error cannot be written: ${reason};.*\n$`));
    expect(status).toBe(exitCodes.usage.code);
  },
);

test.skipIf(!existsSync(fullDevice))("with both of them full the exit code tells", () => {
  expect(run(["url"], ["output", "error"]).status).toBe(exitCodes.failed.code);
});

test.skipIf(!existsSync(fullDevice)).each([
  [exitCodes.ok.code, exitCodes.failed.code],
  [exitCodes.changes.code, exitCodes.failed.code],
  [exitCodes.unhealthy.code, exitCodes.unhealthy.code],
])("work goes on without standard error; what ended with %d ends with %d", (own, code) => {
  const program = `
    import { watchOutput } from "./cli/terminal/output.ts";
    watchOutput();
    process.stderr.write("progress");
    setTimeout(() => process.stdout.write("done\\n"), 10);
    process.exitCode = ${own};`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  const { status, stdout } = runProgram(process.execPath, args, ["error"]);
  expect(stdout).toMatch(/^done\ntovrun: standard error cannot be written: .*\n$/);
  expect(status).toBe(code);
});

test("a reader that has seen enough is no failure", () => {
  const script = '("$0" --help; echo "ended with $?" >&2) | true';
  const { stderr } = spawnSync("sh", ["-c", script, inCheckout("tovrun")], { encoding: "utf8" });
  expect(stderr).toBe("ended with 0\n");
});
