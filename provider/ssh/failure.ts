import type { Connection } from "./connection.ts";
import { afterMark } from "./output.ts";

/** Exit code of ssh when ssh itself fails. */
export const sshFailed = 255;

/** OpenSSH's errors and their explanations; `HOST` is replaced by the host. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /host key verification failed|host identification has changed|no matching host key type|no .* host key is known/i,
    "HOST presents a different key from the one pinned in hosts[].hostKey of the stack's settings. If the host was reinstalled, put its new key there; otherwise the connection may be intercepted",
  ],
  [
    /permission denied/i,
    "HOST refuses every key offered for this user; load the right key into the agent, or set TOVPLAY_SSH_KEY_FILE to its file",
  ],
  [
    /could not resolve hostname/i,
    "the name HOST cannot be resolved; correct hosts[].address in the stack's settings",
  ],
  [
    /administratively prohibited/i,
    "the jump host of HOST does not forward connections; allow it there (AllowTcpForwarding in sshd_config)",
  ],
  [
    /path.* too long/i,
    "your home folder's path is too long for the socket of OpenSSH's shared connection (~/.ssh/tovplay-…) to HOST; deploy as a user with a shorter one",
  ],
  [
    /connection timed out|operation timed out|no route to host|network is unreachable|connection refused|banner exchange/i,
    "HOST does not answer over SSH; check that it is running and reachable from here, then run this again",
  ],
];

/** All that ssh prints when the connection through a jump host fails: the jump host's own error is lost. */
const cutAtJumpHost = /kex_exchange_identification|UNKNOWN port 65535/;

/** Explains a failed connection (ssh's exit code 255). */
export function connectionFailure({ host, jump }: Pick<Connection, "host" | "jump">, stderr: string): string {
  if (jump && cutAtJumpHost.test(stderr)) {
    const { user, host: between, port } = jump;
    return `${host} cannot be reached through its jump host; check that 'ssh -p ${port} ${user}@${between}' can log in, presents the key pinned in hosts[].jump.hostKey and can reach ${host}`;
  }
  const known = meanings.find(([pattern]) => pattern.test(stderr))?.[1];
  if (known) return known.replace("HOST", host);
  const last = stderr.trim().split("\n").at(-1)?.trim();
  const said = last ? ` (${last.slice(0, 200)})` : "";
  return `the connection to ${host} was lost${said}; work in progress there ends or is reverted automatically, run this again`;
}

/** sudo's English errors and their explanations. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [
    /^sudo: .*(password|terminal) is required/m,
    "USER may not use sudo on HOST without a password; allow it there (NOPASSWD), or connect as root",
  ],
  [
    /^sudo: .*must have a tty/m,
    "sudo on HOST requires a terminal for USER; remove requiretty there, or connect as root",
  ],
  [
    /^(Sorry, user .* is not allowed|.* is not in the sudoers file)/m,
    "USER may not use sudo on HOST for everything; allow it there (NOPASSWD: ALL), or connect as root",
  ],
  [
    /sudo['’]?: (command not found|not found|No such file)/i,
    "HOST does not have sudo; install it there, or connect as root",
  ],
];

/** Explains why sudo refused to run the script as root; undefined when it did not refuse. */
export function sudoFailure(
  { host, user }: Pick<Connection, "host" | "user">,
  stderr: string,
): string | undefined {
  const known = refusals.find(([pattern]) => pattern.test(stderr))?.[1];
  return known?.replace("USER", user).replace("HOST", host);
}

/** Result of a command with a mark in its output; the code is undefined when ssh itself did not run. */
interface MarkedEnd {
  code: number | undefined;
  stdout: string;
  stderr: string;
}

/** Explains why a script did not start on its host; undefined when it did, even if it then failed. */
export function startFailure(
  connection: Connection,
  { code, stdout, stderr }: MarkedEnd,
): string | undefined {
  const output = afterMark(stdout);
  if (output !== undefined) return code === 0 ? undefined : sudoFailure(connection, stderr);
  if (code === undefined || code === sshFailed) return connectionFailure(connection, stderr);
  const { host, user } = connection;
  const last = `${stdout}\n${stderr}`.trim().split("\n").at(-1)?.trim().slice(0, 200);
  return `the login shell of ${user} on ${host} does not run commands (${last || "no output"}); check its startup files, or change the shell of ${user} (chsh -s /bin/sh)`;
}
