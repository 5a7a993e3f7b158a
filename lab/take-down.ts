import { rmSync } from "node:fs";
import { inState } from "../paths.ts";
import { nameServer } from "./container.ts";
import { containerOf, hosts, network, s3Container, volumeOf } from "./hosts.ts";
import { run } from "./program.ts";
import { say } from "./report.ts";

/** Data folders of the stand-in for S3; its keys are kept. */
const s3Objects = ["objects", "versions", "accounts"];

/** Removes the lab, including disks. Keeps keys and certificates unless `purge` is set. */
export async function takeDown(purge: boolean): Promise<void> {
  say("hosts", "removing hosts and disks");
  await run("docker", ["rm", "--force", nameServer, s3Container, ...hosts.map(containerOf)]);
  await run("docker", ["volume", "rm", "--force", ...hosts.map(volumeOf)]);
  await run("docker", ["network", "rm", network.name]);
  for (const name of s3Objects) rmSync(inState("lab", "s3", name), { recursive: true, force: true });
  if (purge) rmSync(inState("lab"), { recursive: true, force: true });
}
