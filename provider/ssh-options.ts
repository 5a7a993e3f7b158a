import type { Connection } from "./connection.ts";

/**
 * Options of OpenSSH (≥ 8.5) that every connection to a host uses: the host's key is the pinned one or nothing, nobody is
 * asked for anything, a dead peer is noticed within 15 s, and connections to one host share one. What differs from
 * machine to machine is left to OpenSSH (`%d` is the user's home, `${…}` its environment), so that it is no change in a
 * stack's state: TOVPLAY_SSH_KEY_FILE has to be set, `./tovrun` does it.
 */
export function sshOptions({
  hostKey,
  identityFile,
}: Pick<Connection, "hostKey" | "identityFile">): string[] {
  return [
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    `KnownHostsCommand=/bin/echo %H ${hostKey}`,
    `HostKeyAlgorithms=${algorithmsOf(hostKey)}`,
    "UserKnownHostsFile=/dev/null",
    "GlobalKnownHostsFile=/dev/null",
    "ConnectTimeout=10",
    "ServerAliveInterval=5",
    "ServerAliveCountMax=3",
    "ControlMaster=auto",
    "ControlPath=%d/.ssh/tovplay-%C",
    "ControlPersist=60",
    ...(identityFile
      ? [`IdentityFile=${identityFile}`, "IdentitiesOnly=yes"]
      : [`IdentityFile=\${TOVPLAY_SSH_KEY_FILE}`]),
  ].flatMap((option) => ["-o", option]);
}

/** The signature algorithms a key of that type is good for: a host offers others first, whose keys are not pinned. */
function algorithmsOf(hostKey: string): string {
  const type = hostKey.split(" ")[0] ?? "";
  return type === "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : type;
}
