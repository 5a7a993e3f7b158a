/** What OpenSSH prints, and what it means for whoever deploys; `HOST` stands for the host. */
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
    /connection timed out|operation timed out|no route to host|network is unreachable|connection refused|banner exchange/i,
    "HOST does not answer over SSH; see whether it is up and reachable from here, then run this again",
  ],
];

/** One sentence for a connection that failed (exit code 255 of ssh). */
export function connectionTrouble(host: string, stderr: string): string {
  const known = meanings.find(([pattern]) => pattern.test(stderr))?.[1];
  if (known) return known.replace("HOST", host);
  const last = stderr.trim().split("\n").at(-1)?.trim();
  const said = last ? ` (${last.slice(0, 200)})` : "";
  return `the connection to ${host} was lost${said}; what had begun there ends or reverts by itself, run this again`;
}

/** One sentence for a sudo that does not let the script run as root, or nothing when it did. */
export function sudoTrouble(host: string, user: string, stderr: string): string | undefined {
  if (/^sudo: .*(password|terminal) is required/m.test(stderr))
    return `${user} may not use sudo on ${host} without a password; allow it there (NOPASSWD), or connect as root`;
  if (/sudo: (command )?not found/.test(stderr))
    return `${host} has no sudo; install it there, or connect as root`;
  return undefined;
}
