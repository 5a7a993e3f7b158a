import type { Connection, Endpoint } from "./connection.ts";
import { anyShellWord, optionPath } from "./quote.ts";

/**
 * OpenSSH options (≥ 8.5) for every connection to a host: only the pinned host key is accepted, there are no
 * prompts, a dead peer is noticed within 15 s, and connections to one host are shared. Values that differ from
 * machine to machine are left to OpenSSH (`%d` is the user's home, `${…}` an environment variable; neither is parsed again
 * for spaces or quotes), so that they do not change a stack's state: TOVPLAY_SSH_KEY_FILE must be set, which `./tovrun` does.
 */
export function sshOptions({
  hostKey,
  identityFile,
  jump,
}: Pick<Connection, "hostKey" | "identityFile" | "jump">): string[] {
  return [
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    // Arguments are split at spaces and then expanded; a host key needs no quotes.
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

/** Not `ProxyJump`, which does not pass on these options. The user's login shell parses it after `%` is expanded. */
function throughJumpHost(jump: Endpoint): string {
  // ssh uses the first of duplicate options: only the final connection is shared.
  const options = ["-o", "ControlPath=none", ...sshOptions(jump), "-p", String(jump.port)];
  const words = ["ssh", ...options, `${jump.user}@${jump.host}`].map((word) => word.replaceAll("%", "%%"));
  return [...words, "-W", "[%h]:%p"].map(anyShellWord).join(" ");
}

/** Signature algorithms for that type of key: otherwise a host may offer another key, which is not pinned. */
function algorithmsOf(hostKey: string): string {
  const type = hostKey.split(" ")[0] ?? "";
  return type === "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : type;
}
