import { inCheckout } from "../../paths.ts";
import { engineProcesses } from "../machine/engine-processes.ts";
import { capture, tail } from "../process/run.ts";
import { stackLabel } from "../stack/containers.ts";
import { failedCheck, type Outcome, onePassed, type Part } from "./part.ts";

async function listed(...args: string[]): Promise<string[]> {
  const { stdout } = await capture("docker", [...args, "--filter", `label=${stackLabel}`]);
  return stdout.split("\n").filter((name) => name !== "");
}

/** Whether the machine holds data of a local stack, which the tests must not delete. */
export async function hasData(): Promise<boolean> {
  return (await listed("volume", "ls", "--quiet")).length > 0;
}

async function remains(purged: boolean): Promise<string[]> {
  const lists = await Promise.all([
    listed("ps", "--all", "--format", "container {{.Names}}"),
    listed("network", "ls", "--format", "network {{.Name}}"),
    purged ? listed("volume", "ls", "--format", "volume {{.Name}}") : [],
  ]);
  return [...lists.flat(), ...engineProcesses().map(({ pid, name }) => `process ${pid} ${name}`)];
}

/** Takes the stack down, with its data when the tests made it, and looks for what stayed behind. */
async function takeDown(purge: boolean): Promise<Outcome> {
  const args = purge ? ["down", "--purge", "--yes"] : ["down"];
  const { code, stdout, stderr } = await capture(inCheckout("tovrun"), args, { cwd: inCheckout() });
  if (code !== 0) return failedCheck(tail(`${stdout}\n${stderr}`, 30));
  const left = await remains(purge);
  return left.length === 0 ? onePassed : failedCheck(["still there after down:", ...left]);
}

/** The last test: `down` leaves nothing behind. */
export function downTest(purge: boolean): Part {
  return {
    label: purge ? "down --purge leaves nothing" : "down leaves only data",
    run: () => takeDown(purge),
  };
}
