import { execa } from "execa";
import { inCheckout } from "../../paths.ts";
import { Failure } from "../terminal/exit.ts";
import { onInterrupt } from "../terminal/interrupt.ts";
import type { StepHandle } from "../terminal/progress.ts";
import { advance, type Deployment, describeOperation, noDeployment } from "./deployment.ts";
import { parseEngineEvent } from "./events.ts";
import { explainEnd } from "./failure.ts";
import type { Target } from "./pulumi.ts";

function show(step: StepHandle, before: Deployment, after: Deployment, expected: number): void {
  const total = Math.max(expected, after.registered.size);
  step.detail(`${after.finished.size} of ${total} resources`);
  for (const urn of before.running.keys()) {
    if (!after.running.has(urn)) step.part(describeOperation(urn, "").name, undefined);
  }
  for (const [urn, op] of after.running) {
    const { name, doing } = describeOperation(urn, op);
    step.part(name, doing);
  }
}

/** Hands the signals of this process on to Pulumi: the first lets it end in good order, a second ends it at once. */
function forwardSignals(
  child: { kill(signal: NodeJS.Signals): boolean },
  step: StepHandle,
): { stop(): boolean } {
  let interrupted = false;
  const forward = () => {
    step.detail(interrupted ? "stopping now" : "finishing what is under way; Ctrl-C again to stop now");
    interrupted = true;
    child.kill("SIGINT");
  };
  const release = onInterrupt(forward);
  return {
    stop() {
      release();
      return interrupted;
    },
  };
}

/** How to run a Pulumi operation. */
export interface OperationOptions extends Target {
  /** Resources of the last deployment, for the count. */
  expected: number;
  step: StepHandle;
  /** Receives each message that the program or a plugin prints for people. */
  onMessage?: (severity: string, message: string) => void;
  /** Receives each line of the engine's JSON as it is. */
  onLine?: (line: string) => void;
}

/** Runs `up`, `preview`, `refresh` or `destroy` and follows its events. @throws {Failure} one sentence on what went wrong */
export async function operate(args: readonly string[], options: OperationOptions): Promise<Deployment> {
  const { stack, env, step, expected } = options;
  // A process group of its own: the terminal's Ctrl-C must reach Pulumi once, through us.
  const child = execa("pulumi", [...args, "--stack", stack, "--non-interactive", "--json"], {
    cwd: inCheckout(),
    env: { ...env, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
    extendEnv: false,
    reject: false,
    detached: true,
    stdin: "ignore",
    buffer: { stdout: false },
    cleanup: false,
  });
  const signals = forwardSignals(child, step);
  let deployment = noDeployment;
  for await (const line of child) {
    const event = parseEngineEvent(line);
    if (!event) continue;
    options.onLine?.(line);
    const next = advance(deployment, event);
    show(step, deployment, next, expected);
    const message =
      next.diagnostics.length > deployment.diagnostics.length ? next.diagnostics.at(-1) : undefined;
    if (message) options.onMessage?.(message.severity, message.message);
    deployment = next;
  }
  const { exitCode, stderr } = await child;
  if (signals.stop()) {
    throw new Failure(
      "interrupted",
      "interrupted; run './tovrun up' again to continue from what is recorded",
    );
  }
  if (exitCode === 0) return deployment;
  throw await explainEnd({ code: exitCode ?? 128, stderr, deployment, target: { stack, env } });
}
