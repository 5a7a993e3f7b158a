import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { inState } from "../paths.ts";
import { LabFailure } from "./failure.ts";
import type { LabHost } from "./hosts.ts";
import { must } from "./program.ts";

/** The private key for logging in to every test host. */
export const identityFile = (): string => inState("lab", "id_ed25519");

/** The folder with a test host's initial settings. */
export const seedFolder = ({ name }: LabHost): string => inState("lab", "seeds", name);

const hostKeyFile = (host: LabHost): string => inState("lab", "seeds", host.name, "ssh_host_ed25519_key");

async function ensureKey(file: string, comment: string): Promise<void> {
  if (existsSync(`${file}.pub`)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // After an interruption there may be only a private key: answer ssh-keygen's question whether to overwrite it.
  await must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file], { input: "y\n" });
}

/** Creates the client's and the hosts' keys once: they outlive the hosts, so that pinned keys stay valid. */
export async function ensureKeys(hosts: readonly LabHost[]): Promise<void> {
  await ensureKey(identityFile(), "tovplay-lab");
  await Promise.all(hosts.map((host) => ensureKey(hostKeyFile(host), `root@${host.name}`)));
}

/** The public key for logging in, as a line of authorized_keys. */
export const authorizedKey = (): string => readFileSync(`${identityFile()}.pub`, "utf8");

/** A host's public key as `TYPE BASE64`. @throws {LabFailure} when the lab has never been started */
export function hostKey(host: LabHost): string {
  const file = `${hostKeyFile(host)}.pub`;
  if (!existsSync(file))
    throw new LabFailure(
      `the key of the test host ${host.name} is not in ${file}; ./tovrun lab up creates it`,
    );
  return readFileSync(file, "utf8").split(" ").slice(0, 2).join(" ").trim();
}
