import { inCheckout } from "../../paths.ts";
import { quietEnvironment } from "../engine/quiet-engine.ts";
import { capture, tail } from "../process/run.ts";
import { failedCheck, type Outcome, onePassed, type Part } from "./part.ts";
import { vitestPart } from "./vitest.ts";

/** Seconds after which the tests of the lab are ended: they hang, or the machine is too slow for them. */
const limit = 900;

/** Whether somebody has the test hosts up already, and goes on using them. */
async function isUp(): Promise<boolean> {
  const args = ["ps", "--quiet", "--filter", "label=org.tovplay.lab", "--filter", "name=^lab-"];
  return (await capture("docker", args)).stdout.trim() !== "";
}

async function lab(command: "up" | "down"): Promise<Outcome> {
  const { code, stdout, stderr } = await capture(inCheckout("tovrun"), ["lab", command], {
    cwd: inCheckout(),
  });
  return code === 0 ? onePassed : failedCheck(tail(`${stdout}\n${stderr}`, 30));
}

/** Deployments to the test hosts, which are there afterwards only when they were before. */
export async function labParts(): Promise<Part[]> {
  const stays = await isUp();
  return [
    { label: "Test hosts up", run: () => lab("up") },
    vitestPart("Deployments to the test hosts", "lab", quietEnvironment, limit),
    ...(stays ? [] : [{ label: "Test hosts down", run: () => lab("down") }]),
  ];
}
