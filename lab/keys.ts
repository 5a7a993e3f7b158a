import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { inState } from "../paths.ts";
import { LabFailure } from "./failure.ts";
import type { LabHost } from "./hosts.ts";
import { must } from "./program.ts";

/** The private key that logs in to every test host. */
export const identityFile = (): string => inState("lab", "id_ed25519");

/** The folder that a test host gets its first settings from. */
export const seedFolder = ({ name }: LabHost): string => inState("lab", "seeds", name);

const hostKeyFile = (host: LabHost): string => inState("lab", "seeds", host.name, "ssh_host_ed25519_key");

async function ensureKey(file: string, comment: string): Promise<void> {
  if (existsSync(`${file}.pub`)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // A private key alone is left from an interruption: ssh-keygen asks before it overwrites, and gets its answer.
  await must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file], { input: "y\n" });
}

/** Makes the client's key and those of the hosts, once: they outlive the hosts, so that a pinned key stays right. */
export async function ensureKeys(hosts: readonly LabHost[]): Promise<void> {
  await ensureKey(identityFile(), "tovplay-lab");
  await Promise.all(hosts.map((host) => ensureKey(hostKeyFile(host), `root@${host.name}`)));
}

/** The public key that allows to log in, as a line of authorized_keys. */
export const authorizedKey = (): string => readFileSync(`${identityFile()}.pub`, "utf8");

/** A host's public key as `TYPE BASE64`. @throws {LabFailure} when the lab was never up */
export function hostKey(host: LabHost): string {
  const file = `${hostKeyFile(host)}.pub`;
  if (!existsSync(file))
    throw new LabFailure(`the key of the test host ${host.name} is not in ${file}; ./tovrun lab up makes it`);
  return readFileSync(file, "utf8").split(" ").slice(0, 2).join(" ").trim();
}
