import { setTimeout as sleep } from "node:timers/promises";
import { LabFailure, UsageFailure } from "./failure.ts";
import { containerOf, type LabHost } from "./hosts.ts";
import { must, run } from "./program.ts";
import { say } from "./report.ts";
import type { Scenario, Step } from "./scenarios/scenario.ts";
import { scenarios } from "./scenarios.ts";
import { writeStackFile } from "./stack-files.ts";

/** The scenario with that name. @throws {UsageFailure} when there is none */
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

/** Waits for the boot, because a booting host has not yet switched to its own disk. */
async function waitForSystem(host: LabHost): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { stdout } = await run("docker", ["exec", containerOf(host), "systemctl", "is-system-running"]);
    if (stdout === "running" || stdout === "degraded") return;
    await sleep(200);
  }
  throw new LabFailure(`${host.name} is off or does not boot; start it with './tovrun lab run restore'`);
}

/** Applies a scenario to a host; undoes it after `seconds`, if given, or when interrupted. */
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

/** Undoes all scenarios on a host. */
export async function restore(host: LabHost): Promise<void> {
  say(host.name, "undoing all scenarios");
  for (const scenario of scenarios) await undo(scenario, host);
}
