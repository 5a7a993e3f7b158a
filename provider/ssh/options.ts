import type { Connection, Endpoint } from "./connection.ts";
import { anyShellWord, optionPath } from "./quote.ts";

/**
 * Options of OpenSSH (≥ 8.5) that every connection to a host uses: the host's key is the pinned one or nothing, nobody is
 * asked for anything, a dead peer is noticed within 15 s, and connections to one host share one. What differs from
 * machine to machine is left to OpenSSH (`%d` is the user's home, `${…}` its environment, neither of which it reads again
 * for spaces or quotes), so that it is no change in a stack's state: TOVPLAY_SSH_KEY_FILE has to be set, `./tovrun` does it.
 */
export function sshOptions({
  hostKey,
  identityFile,
  jump,
}: Pick<Connection, "hostKey" | "identityFile" | "jump">): string[] {
  return [
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    // Its arguments are split at spaces and then expanded one by one; a host key holds nothing that needs quotes.
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
      ? [`IdentityFile=${optionPath(identityFile)}`, "IdentitiesOnly=yes"]
      : [`IdentityFile=\${TOVPLAY_SSH_KEY_FILE}`]),
    ...(jump ? [`ProxyCommand=${throughJumpHost(jump)}`] : []),
  ].flatMap((option) => ["-o", option]);
}

/** Not `ProxyJump`, which hands none of these options on. The user's login shell reads it, after `%` is expanded. */
function throughJumpHost(jump: Endpoint): string {
  // Of an option that is given twice ssh takes the first: the connection that leads on is the one that is shared.
  const options = ["-o", "ControlPath=none", ...sshOptions(jump), "-p", String(jump.port)];
  const words = ["ssh", ...options, `${jump.user}@${jump.host}`].map((word) => word.replaceAll("%", "%%"));
  return [...words, "-W", "[%h]:%p"].map(anyShellWord).join(" ");
}

/** The signature algorithms a key of that type is good for: a host offers others first, whose keys are not pinned. */
function algorithmsOf(hostKey: string): string {
  const type = hostKey.split(" ")[0] ?? "";
  return type === "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : type;
}
