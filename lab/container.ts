import { createHash } from "node:crypto";
import { containerOf, type LabHost, network, volumeOf } from "./hosts.ts";
import { bindMount } from "./mount.ts";

/** Capabilities that a container needs to run systemd, a packet filter and a Docker engine. */
const capabilities = [
  "SYS_ADMIN",
  "NET_ADMIN",
  "SYS_CHROOT",
  "MKNOD",
  "SETFCAP",
  "NET_RAW",
  "SYS_PTRACE",
  "DAC_READ_SEARCH",
];

/** Loop devices and their control device, for the disk. */
const devices = ["b 7:* rmw", "c 10:237 rmw"];

const label = "org.tovplay.lab";

/** Arguments of `docker run` for a test host. `seed` is the folder with its initial settings. */
export function hostArguments(host: LabHost, image: string, seed: string): string[] {
  const limits = ["--memory", `${host.memory}`, "--memory-swap", `${host.memory}`];
  const rights = [
    ...capabilities.flatMap((capability) => ["--cap-add", capability]),
    ...["seccomp=unconfined", "apparmor=unconfined"].flatMap((option) => ["--security-opt", option]),
    ...devices.flatMap((rule) => ["--device-cgroup-rule", rule]),
  ];
  const settings = {
    container: "docker",
    DISK: host.disk,
    MEMORY: host.memory,
    NAME_SERVER: network.nameServer,
  };
  return [
    ...["run", "--detach", "--tty", "--name", containerOf(host), "--hostname", host.name],
    ...["--network", network.name, "--ip", host.address, "--cgroupns", "private"],
    ...limits,
    ...rights,
    ...["--tmpfs", "/run", "--tmpfs", "/run/lock", "--volume", `${volumeOf(host)}:/disk`],
    ...["--mount", bindMount(seed, "/seed", true)],
    ...Object.entries(settings).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    image,
  ];
}

/** Arguments of `docker run` for the lab's DNS server, which knows the hosts and forwards other queries to the engine's. */
export function nameServerArguments(
  hosts: readonly Pick<LabHost, "names" | "address">[],
  image: string,
): string[] {
  const records = hosts.flatMap(({ names, address }) =>
    names.map((name) => `--host-record=${name},${address}`),
  );
  return [
    ...["run", "--detach", "--name", nameServer, "--network", network.name, "--ip", network.nameServer],
    ...["--memory", "32m", "--cap-add", "NET_ADMIN", "--entrypoint", "dnsmasq", image],
    ...["--keep-in-foreground", "--user=root", "--log-facility=-", "--no-hosts", ...records],
  ];
}

/** The container of the lab's DNS server. */
export const nameServer = "lab-names";

/** Adds a label with a hash of the arguments, so that a container with outdated arguments can be recognised. */
export function labelled([command = "", ...rest]: readonly string[]): { args: string[]; mark: string } {
  const mark = createHash("sha256")
    .update(JSON.stringify([command, ...rest]))
    .digest("hex")
    .slice(0, 16);
  return { args: [command, "--label", `${label}=${mark}`, ...rest], mark };
}

/** Go template that prints `MARK STATE` of a container. */
export const markTemplate = `{{index .Config.Labels "${label}"}} {{.State.Status}}`;
