import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { inState } from "../../paths.ts";
import { capture, tail } from "../process/run.ts";
import { type ExitName, Failure } from "../terminal/exit.ts";
import type { Progress, StepHandle } from "../terminal/progress.ts";
import { type ConfiguredEngine, configuredEngine } from "./docker-context.ts";
import { agree, aptInstall, type InstallWay, installWay } from "./packages.ts";
import { findProgram } from "./programs.ts";

/** How the Docker engine was found. */
export type DockerState =
  | { kind: "answers"; version: string; elsewhere: ConfiguredEngine | undefined }
  | { kind: "forbidden" }
  /** Docker is told to use another engine, and that one gives no answer but these words. */
  | { kind: "elsewhere"; engine: ConfiguredEngine; said: string }
  | { kind: "stopped" }
  | { kind: "absent" };

const noSuchProgram = 127;

/** Asks the engine for its version. */
export async function examineDocker(): Promise<DockerState> {
  const args = ["version", "--format", "{{.Server.Version}}"];
  const { code, stdout, stderr } = await capture("docker", args, { timeout: 20_000 });
  const elsewhere = configuredEngine(process.env);
  if (code === 0 && stdout.trim() !== "") return { kind: "answers", version: stdout.trim(), elsewhere };
  if (isForbidden(stderr)) return { kind: "forbidden" };
  if (elsewhere) {
    const said = code === noSuchProgram ? "the program docker is missing" : (tail(stderr, 1)[0] ?? "no word");
    return { kind: "elsewhere", engine: await withAddress(elsewhere), said };
  }
  if (code === noSuchProgram) return { kind: "absent" };
  return { kind: findProgram("dockerd") ? "stopped" : "absent" };
}

/** Whether the engine's socket on this machine does not let this user in; another machine's login may refuse him too. */
export function isForbidden(stderr: string): boolean {
  return /permission denied while trying to connect to .* at unix:/i.test(stderr);
}

/** The engine with the address of its context, where Docker knows that. */
async function withAddress(engine: ConfiguredEngine): Promise<ConfiguredEngine> {
  if (engine.context === undefined) return engine;
  const args = ["context", "inspect", engine.context, "--format", "{{.Endpoints.docker.Host}}"];
  const { stdout } = await capture("docker", args);
  return stdout.trim() === "" ? engine : { ...engine, setting: `${engine.setting} at ${stdout.trim()}` };
}

/** What to say and do when no engine answers, with its own words above where they are known. */
export function dockerFailure(state: DockerState, exit: ExitName = "missing"): Failure {
  const detail = state.kind === "elsewhere" ? [state.said] : [];
  return new Failure(exit, dockerFix(state, installWay()), { detail });
}

/** @throws {Failure} unless an engine answers */
export async function requireDocker(): Promise<void> {
  const state = await examineDocker();
  if (state.kind !== "answers") throw dockerFailure(state);
}

/** One sentence on how to get an engine where the launcher cannot see to it. */
export function dockerFix(state: DockerState, way: InstallWay, platform: string = process.platform): string {
  if (state.kind === "forbidden")
    return "this user may not use the Docker engine; run 'sudo usermod -aG docker $USER', sign in again, then run this again";
  if (state.kind === "elsewhere")
    return `the Docker engine of ${state.engine.setting} does not answer; start it, or choose this machine's own with '${state.engine.undo}'`;
  if (state.kind === "stopped")
    return "the Docker engine is installed but does not run; start it ('sudo systemctl start docker'), then run this again";
  if (platform === "darwin")
    return "a Docker engine is needed and none answers; install and start Docker Desktop or Colima, then run this again";
  return way === "needs-root"
    ? "a Docker engine is needed and none is installed; run 'sudo apt-get install --no-install-recommends docker.io', then run this again"
    : "a Docker engine is needed and none is installed; install Docker with your system's packages and start it, then run this again";
}

const logFile = inState("dockerd.log");

function startEngine(): Promise<unknown> | undefined {
  if (existsSync("/run/systemd/system")) return capture("systemctl", ["start", "docker"]);
  mkdirSync(inState(), { recursive: true, mode: 0o700 });
  const log = openSync(logFile, "a", 0o600);
  // Its own session: it outlives this program and its terminal.
  spawn(findProgram("dockerd") ?? "dockerd", [], { detached: true, stdio: ["ignore", log, log] }).unref();
  return undefined;
}

async function waitForEngine(step: StepHandle): Promise<void> {
  step.detail("waiting until it answers");
  for (let attempt = 0; attempt < 60; attempt++) {
    if ((await examineDocker()).kind === "answers") return;
    await sleep(1000);
  }
  const log = existsSync(logFile) ? tail(readFileSync(logFile, "utf8"), 8) : [];
  throw new Failure("missing", `the Docker engine was started but does not answer; its log is ${logFile}`, {
    detail: log,
  });
}

async function installEngine(progress: Progress, yes: boolean): Promise<void> {
  const text =
    "No Docker engine was found. apt-get will install docker.io (the Docker engine of this distribution, about 300 MB) and start it.";
  if (!(await agree(text, yes))) throw new Failure("missing", dockerFix({ kind: "absent" }, "by-hand"));
  await progress.step("Install the Docker engine", async (step) => {
    const known = await capture("apt-cache", ["show", "docker-cli"]);
    await aptInstall(
      known.code === 0 ? ["docker.io", "docker-cli", "iptables"] : ["docker.io", "iptables"],
      step,
    );
  });
}

/** Sees to a Docker engine that answers; installs and starts it where that is this program's business. */
export async function ensureDocker(progress: Progress, yes: boolean): Promise<void> {
  const state = await examineDocker();
  if (state.kind === "answers") return;
  const way = installWay();
  const mine = way === "apt" && (state.kind === "absent" || state.kind === "stopped");
  if (!mine) throw dockerFailure(state);
  if (state.kind === "absent") await installEngine(progress, yes);
  // Its package may have started it already.
  if ((await examineDocker()).kind === "answers") return;
  await progress.step("Start the Docker engine", async (step) => {
    await startEngine();
    await waitForEngine(step);
  });
}
