import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hostArguments, labelled, markTemplate, nameServer, nameServerArguments } from "./container.ts";
import { LabFailure } from "./failure.ts";
import { containerOf, hosts, type LabHost, network, s3, volumeOf } from "./hosts.ts";
import { authorizedKey, seedFolder } from "./keys.ts";
import { must, run } from "./program.ts";
import { finish, say } from "./report.ts";
import { sshArguments } from "./ssh.ts";

/** Creates the lab's network unless it exists. */
export async function ensureNetwork(): Promise<void> {
  if ((await run("docker", ["network", "inspect", network.name])).code === 0) return;
  const { name, subnet, gateway } = network;
  await must("docker", ["network", "create", "--subnet", subnet, "--gateway", gateway, name]);
}

/** Starts the container, recreating it if its arguments have changed; `discard` is the volume to remove in that case. */
export async function ensureContainer(
  name: string,
  wanted: readonly string[],
  discard?: string,
): Promise<void> {
  const { args, mark } = labelled(wanted);
  const { stdout } = await run("docker", ["inspect", "--format", markTemplate, name]);
  if (stdout === `${mark} running`) return;
  if (stdout.startsWith(`${mark} `)) {
    await must("docker", ["start", name]);
    return;
  }
  await run("docker", ["rm", "--force", name]);
  if (discard) await run("docker", ["volume", "rm", "--force", discard]);
  await must("docker", args);
}

/** Starts the lab's DNS server. */
export async function ensureNameServer(image: string): Promise<void> {
  await ensureContainer(nameServer, nameServerArguments([...hosts, s3], image));
}

function writeSeed(host: LabHost): string {
  const folder = seedFolder(host);
  writeFileSync(join(folder, "user"), `${host.user}\n`);
  writeFileSync(join(folder, "authorized_keys"), authorizedKey());
  return folder;
}

/** Waits until systemd has finished booting and a login works as in a deployment. */
async function waitForHost(host: LabHost): Promise<void> {
  const deadline = Date.now() + 60_000;
  let said = "";
  while (Date.now() < deadline) {
    const booted = "systemctl is-system-running --wait | grep -Eq 'running|degraded' && sudo -n true";
    const { code, stderr } = await run("ssh", [...sshArguments(host), booted], { timeout: 30_000 });
    if (code === 0) return;
    said = stderr.split("\n").at(-1) ?? "";
    await sleep(300);
  }
  const log = `docker logs ${containerOf(host)}`;
  throw new LabFailure(
    `login to ${host.name} still fails after 60 s (${said}); see '${log}', then run this again`,
  );
}

/** Starts one test host. */
export async function ensureHost(host: LabHost, image: string): Promise<void> {
  say(host.name, "starting");
  await ensureContainer(containerOf(host), hostArguments(host, image, writeSeed(host)), volumeOf(host));
  say(host.name, "waiting for the first login");
  await waitForHost(host);
  finish(host.name);
}
