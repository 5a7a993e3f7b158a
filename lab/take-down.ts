import { rmSync } from "node:fs";
import { nameServer } from "./container.ts";
import { containerOf, hosts, network, volumeOf } from "./hosts.ts";
import { inLab } from "./place.ts";
import { run } from "./program.ts";
import { say } from "./report.ts";

/** Takes the lab away, disks included. Keys and certificates stay unless `purge`: then the next lab has others. */
export async function takeDown(purge: boolean): Promise<void> {
  say("hosts", "removing them and their disks");
  await run("docker", ["rm", "--force", nameServer, ...hosts.map(containerOf)]);
  await run("docker", ["volume", "rm", "--force", ...hosts.map(volumeOf)]);
  await run("docker", ["network", "rm", network.name]);
  if (purge) rmSync(inLab(), { recursive: true, force: true });
}
