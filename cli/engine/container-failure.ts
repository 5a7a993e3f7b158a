import { z } from "zod";
import { onHost } from "../hosts/connections.ts";
import { hostsIn } from "../hosts/deployed.ts";
import { capture, tail } from "../process/run.ts";
import { shellQuote } from "../process/shell.ts";
import { Failure } from "../terminal/exit.ts";
import type { Target } from "./pulumi.ts";
import { exportState } from "./stack.ts";

const logCommand = ["logs", "--tail", "300"];
const healthCommand = ["inspect", "--format", "{{json .State.Health}}"];

const health = z.object({ Log: z.array(z.object({ ExitCode: z.number(), Output: z.string() })) });

/** Asks the engine that runs the container. */
type Ask = (words: readonly string[]) => Promise<string>;

/**
 * Why a container did not get healthy: its last log lines and what its health check said, from the engine that runs it, and how
 * to see more.
 * @param name `NAME` on this machine, `HOST/NAME` on a host of the stack
 */
export async function containerFailure(name: string, message: string, target: Target): Promise<Failure> {
  const [host, onIt] = name.split("/", 2);
  const detail = onIt && host ? await saidOnHost(host, onIt, target) : await saidOf(name, askHere);
  const stack = onIt ? ` --stack ${target.stack}` : "";
  const text = `container ${name} did not become healthy (${message}); its last log lines are above, './tovrun logs ${name}${stack}' shows more`;
  return new Failure("unhealthy", text, { detail });
}

async function askHere(words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await capture("docker", words);
  return `${stdout}\n${stderr}`;
}

/** What the container said, or why it cannot be asked: the failure itself has to be told all the same. */
async function saidOnHost(name: string, container: string, target: Target): Promise<string[]> {
  try {
    const host = hostsIn(await exportState(target)).find((known) => known.name === name);
    if (!host) return [`the stack's state has no host ${name}, so its log was not read`];
    const ask: Ask = (words) => onHost(host, `docker ${words.map(shellQuote).join(" ")} 2>&1`, target.env);
    return await saidOf(container, ask);
  } catch (error) {
    return tail(error instanceof Error ? error.message : String(error));
  }
}

async function saidOf(container: string, ask: Ask): Promise<string[]> {
  const log = await ask([...logCommand, container]);
  // A program that is one bundle prints a whole line of itself above its error.
  const lines = log.split("\n").filter((line) => line.length < 2000);
  return [...tail(lines.join("\n"), 12), ...checkLines(await ask([...healthCommand, container]))];
}

/** What the health check printed when it failed last: nothing of it is in the container's log. */
function checkLines(inspected: string): string[] {
  const [first = ""] = inspected.split("\n");
  // A container that is gone, or has no check, has nothing to say here.
  if (!first.startsWith("{")) return [];
  const failed = health.parse(JSON.parse(first)).Log.filter(({ ExitCode }) => ExitCode !== 0);
  const withoutFrames = (failed.at(-1)?.Output ?? "").replace(/^ +at .*\n?/gm, "");
  return tail(withoutFrames, 8).map((line) => `health check: ${line}`);
}
