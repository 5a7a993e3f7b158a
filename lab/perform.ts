import { setTimeout as sleep } from "node:timers/promises";
import { LabFailure, UsageFailure } from "./failure.ts";
import { containerOf, type LabHost } from "./hosts.ts";
import { must, run } from "./program.ts";
import { say } from "./report.ts";
import type { Scenario, Step } from "./scenarios/scenario.ts";
import { scenarios } from "./scenarios.ts";
import { writeStackFile } from "./stack-files.ts";

/** The scenario of that name. @throws {UsageFailure} when there is none */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found) return found;
  const known = [...scenarios.map((scenario) => scenario.name), "restore"].join(", ");
  throw new UsageFailure(`there is no scenario '${name}'; choose from ${known}`);
}

async function take(host: LabHost, step: Step): Promise<void> {
  if (step.on === "engine") {
    if (!step.ifThere || (await isThere(step.ifThere))) await must("docker", step.args);
  } else if (step.on === "stack") writeStackFile(host, step.certificate, false);
  else {
    await waitForSystem(host);
    await must("docker", ["exec", containerOf(host), "sh", "-c", step.script]);
  }
}

const isThere = async (container: string): Promise<boolean> =>
  (await run("docker", ["inspect", container])).code === 0;

/** A host that boots has still to change over to its own disk. */
async function waitForSystem(host: LabHost): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { stdout } = await run("docker", ["exec", containerOf(host), "systemctl", "is-system-running"]);
    if (stdout === "running" || stdout === "degraded") return;
    await sleep(200);
  }
  throw new LabFailure(`${host.name} is off or does not boot; './tovrun lab run restore' starts it`);
}

/** Lets something happen to a host; after `seconds`, when given, it is undone. Undone too when interrupted meanwhile. */
export async function perform(scenario: Scenario, host: LabHost, seconds?: number): Promise<void> {
  say(host.name, scenario.summary);
  for (const step of scenario.apply(host)) await take(host, step);
  if (seconds === undefined) return;
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  await sleep(seconds * 1000, undefined, { signal: interrupted.signal }).catch(() => undefined);
  await undo(scenario, host);
}

async function undo(scenario: Scenario, host: LabHost): Promise<void> {
  for (const step of scenario.undo(host)) await take(host, step);
}

/** Undoes every scenario on a host, whichever there were. */
export async function restore(host: LabHost): Promise<void> {
  say(host.name, "undoing whatever was done to it");
  for (const scenario of scenarios) await undo(scenario, host);
}
