import { Failure } from "../exit.ts";
import { onHost } from "../hosts/connections.ts";
import { hostsIn } from "../hosts/deployed.ts";
import { capture, tail } from "../run.ts";
import { shellQuote } from "../shell.ts";
import { stackOf } from "./pulumi.ts";
import { exportState } from "./stack.ts";

const LAST = ["logs", "--tail", "300"] as const;

/**
 * Why a container did not get healthy: its last log lines, from the engine that runs it, and how to see more.
 * @param name `NAME` on this machine, `HOST/NAME` on a host of the stack of `env`
 */
export async function containerFailure(
  name: string,
  message: string,
  env: NodeJS.ProcessEnv,
): Promise<Failure> {
  const [host, onIt] = name.split("/", 2);
  const log = onIt && host ? await logOnHost(host, onIt, env) : await logHere(name);
  // A program that is one bundle prints a whole line of itself above its error.
  const lines = log.split("\n").filter((line) => line.length < 2000);
  const stack = onIt ? ` --stack ${stackOf(env)}` : "";
  const text = `container ${name} did not get healthy (${message}); its last log lines are above, './tovrun logs ${name}${stack}' shows more`;
  return new Failure("unhealthy", text, { detail: tail(lines.join("\n"), 12) });
}

async function logHere(container: string): Promise<string> {
  const { stdout, stderr } = await capture("docker", [...LAST, container]);
  return `${stdout}\n${stderr}`;
}

/** The log, or why it cannot be read: the failure itself has to be told all the same. */
async function logOnHost(name: string, container: string, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const host = hostsIn(await exportState(env)).find((known) => known.name === name);
    if (!host) return `the stack's state knows no host ${name}, so the log was not read`;
    return await onHost(host, `docker ${LAST.join(" ")} ${shellQuote(container)} 2>&1`, env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
