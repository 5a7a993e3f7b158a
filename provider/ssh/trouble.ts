import type { Connection } from "./connection.ts";
import { afterMark } from "./output.ts";

/** Exit code with which ssh tells that it is ssh itself that failed. */
export const sshFailed = 255;

/** What OpenSSH prints, and what it means for anyone who deploys; `HOST` stands for the host. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /host key verification failed|host identification has changed|no matching host key type|no .* host key is known/i,
    "HOST shows another key than the one pinned in hosts[].hostKey of the stack's settings: if the host was installed anew put its new key there, if not somebody may be in between",
  ],
  [
    /permission denied/i,
    "HOST lets this user in with none of the keys offered; load the right key into the agent, or name its file in TOVPLAY_SSH_KEY_FILE",
  ],
  [
    /could not resolve hostname/i,
    "the name of HOST cannot be resolved; correct hosts[].address in the stack's settings",
  ],
  [
    /administratively prohibited/i,
    "the jump host of HOST forwards no connections; allow it there (AllowTcpForwarding in sshd_config)",
  ],
  [
    /path.* too long/i,
    "your home folder's path is too long for the socket of OpenSSH's shared connection (~/.ssh/tovplay-…) to HOST; deploy as a user with a shorter one",
  ],
  [
    /connection timed out|operation timed out|no route to host|network is unreachable|connection refused|banner exchange/i,
    "HOST does not answer over SSH; see whether it is up and reachable from here, then run this again",
  ],
];

/** What ssh prints, and no more than that, when its way through a jump host ends: the jump host's own words are lost. */
const cutAtJumpHost = /kex_exchange_identification|UNKNOWN port 65535/;

/** One sentence for a connection that failed (exit code 255 of ssh). */
export function connectionTrouble({ host, jump }: Pick<Connection, "host" | "jump">, stderr: string): string {
  if (jump && cutAtJumpHost.test(stderr)) {
    const { user, host: between, port } = jump;
    return `${host} is not reached through its jump host; see whether 'ssh -p ${port} ${user}@${between}' gets in, shows the key pinned in hosts[].jump.hostKey and reaches ${host} from there`;
  }
  const known = meanings.find(([pattern]) => pattern.test(stderr))?.[1];
  if (known) return known.replace("HOST", host);
  const last = stderr.trim().split("\n").at(-1)?.trim();
  const said = last ? ` (${last.slice(0, 200)})` : "";
  return `the connection to ${host} was lost${said}; what had begun there ends or reverts by itself, run this again`;
}

/** What sudo says when it refuses, and why; in English. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [
    /^sudo: .*(password|terminal) is required/m,
    "USER may not use sudo on HOST without a password; allow it there (NOPASSWD), or connect as root",
  ],
  [
    /^sudo: .*must have a tty/m,
    "sudo on HOST asks USER for a terminal; remove requiretty there, or connect as root",
  ],
  [
    /^(Sorry, user .* is not allowed|.* is not in the sudoers file)/m,
    "USER may not use sudo on HOST for everything; allow it there (NOPASSWD: ALL), or connect as root",
  ],
  [
    /sudo['’]?: (command not found|not found|No such file)/i,
    "HOST has no sudo; install it there, or connect as root",
  ],
];

/** One sentence for a sudo that does not let the script run as root, or nothing when it did. */
export function sudoTrouble(
  { host, user }: Pick<Connection, "host" | "user">,
  stderr: string,
): string | undefined {
  const known = refusals.find(([pattern]) => pattern.test(stderr))?.[1];
  return known?.replace("USER", user).replace("HOST", host);
}

/** How a command ended that was to mark where its output begins; the code is undefined when ssh itself did not run. */
interface MarkedEnd {
  code: number | undefined;
  stdout: string;
  stderr: string;
}

/** One sentence for a script that did not begin on its host, or nothing when it did, however it ended. */
export function notBegun(connection: Connection, { code, stdout, stderr }: MarkedEnd): string | undefined {
  const output = afterMark(stdout);
  if (output !== undefined) return code === 0 ? undefined : sudoTrouble(connection, stderr);
  if (code === undefined || code === sshFailed) return connectionTrouble(connection, stderr);
  const { host, user } = connection;
  const last = `${stdout}\n${stderr}`.trim().split("\n").at(-1)?.trim().slice(0, 200);
  return `the login shell of ${user} on ${host} runs no commands (${last || "it said nothing"}); see what it does before one, or give ${user} another (chsh -s /bin/sh)`;
}
