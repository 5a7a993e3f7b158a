import { tail } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import { containerFailure } from "./container-failure.ts";
import type { Deployment, Diagnostic } from "./deployment.ts";
import { parseUrn } from "./events.ts";
import { deployCommand, type Target } from "./pulumi.ts";
import { dockerFailureAt, lockFailure } from "./remote-failure.ts";
import { meaningfulLines, messageOf } from "./words.ts";

/** What the engine left behind when it failed. */
export interface EngineEnd {
  code: number;
  stderr: string;
  deployment: Deployment;
  target: Target;
}

/** Messages of the engine itself, and what they mean to a person. */
const knownFailures: readonly {
  pattern: RegExp;
  exit: Failure["exit"];
  message: string;
}[] = [
  {
    pattern: /incorrect passphrase/,
    exit: "usage",
    message:
      "the passphrase does not match the stack's secrets; point PULUMI_CONFIG_PASSPHRASE_FILE at the right file, or restore the old passphrase file in the state folder",
  },
  {
    pattern: /failed to load Pulumi policy project|error loading policy|policy pack/i,
    exit: "failed",
    message: "the policy pack in policies/ cannot be loaded; run './tovrun test --quick' to see why",
  },
  {
    pattern: /ENOSPC|no space left on device/i,
    exit: "missing",
    message:
      "the disk is full; free some space ('docker system prune' removes unused images), then run this again",
  },
  {
    pattern: /port is already allocated|address already in use/i,
    exit: "missing",
    message: "another program has taken a port of the stack; './tovrun doctor' names it",
  },
];

/** The error that others follow from: a host's own sentence says more than what another plugin makes of the same fault. */
function firstCause(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  const all = diagnostics.filter(({ severity }) => severity === "error");
  // What was under way when another resource failed is cancelled, and says so too.
  const own = all.filter(({ message }) => !/context canceled|client connection is closing/i.test(message));
  const errors = own.length > 0 ? own : all;
  const ofResource = errors.filter(({ urn }) => urn && !urn.includes("pulumi:pulumi:Stack::"));
  return ofResource.find(({ urn }) => urn && isOfHost(urn)) ?? ofResource[0] ?? errors[0];
}

/** Whether a resource is this repository's own provider's, whose errors are whole sentences. */
function isOfHost(urn: string): boolean {
  return urn.includes("tovplay-host:index:");
}

/** Container that the resource stands for, `HOST/NAME` on a host; components name it `NAME-container`. */
function containerOf(urn: string): string | undefined {
  const { kind, name } = parseUrn(urn);
  return kind === "Container" ? name.replace(/-container$/, "") : undefined;
}

async function causeFailure({ urn, message }: Diagnostic, target: Target): Promise<Failure> {
  if (/not specified in --target list/.test(message)) {
    const text = `the change concerns more than one service of ${target.stack}; deploy all of it with ${deployCommand(target.stack)}`;
    return new Failure("usage", text, { detail: tail(message, 2) });
  }
  if (urn && isOfHost(urn))
    return new Failure("failed", `${parseUrn(urn).name} failed: ${messageOf(message)}`);
  const remote = urn && dockerFailureAt(parseUrn(urn).name, message);
  if (remote) return new Failure("failed", remote, { detail: tail(message, 4) });
  const known = knownFailures.find(({ pattern }) => pattern.test(message));
  if (known) return new Failure(known.exit, known.message, { detail: tail(message, 4) });
  const words = messageOf(message);
  if (!urn) return new Failure("failed", words);
  const container = containerOf(urn);
  if (container && /health|exited|timeout|timed out|waiting/i.test(message))
    return containerFailure(container, words, target);
  const { name } = parseUrn(urn);
  const rest = meaningfulLines(message).slice(1).slice(-15);
  return new Failure("failed", `${name} failed: ${words}; fix it and run this again`, { detail: rest });
}

/** A policy's message begins with the reason for the policy; what it holds against the resource follows. */
function refusalFailure(refusals: Deployment["refusals"]): Failure {
  const sentences = refusals.map(({ policy, message, urn }) => {
    const words = message.split("\n").slice(1).join(" ").trim() || messageOf(message);
    const of = urn && !words.includes(parseUrn(urn).name) ? ` (${parseUrn(urn).name})` : "";
    return `policy ${policy} refuses the change${of}: ${words}`;
  });
  return new Failure("policy", sentences[0] ?? "a policy refuses the change", { detail: sentences.slice(1) });
}

/** One sentence on why the engine failed. */
export async function explainEnd({ code, stderr, deployment, target }: EngineEnd): Promise<Failure> {
  if (deployment.refusals.length > 0) return refusalFailure(deployment.refusals);
  const cause = firstCause(deployment.diagnostics);
  if (cause) return causeFailure(cause, target);
  const locked = lockFailure(stderr);
  if (locked) return new Failure("locked", locked);
  const known = knownFailures.find(({ pattern }) => pattern.test(stderr));
  if (known) return new Failure(known.exit, known.message, { detail: tail(stderr, 4) });
  return new Failure("failed", `pulumi ended with code ${code}: ${messageOf(stderr)}`, {
    detail: tail(stderr).slice(1),
  });
}
