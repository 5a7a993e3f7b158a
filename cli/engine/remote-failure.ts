/**
 * One sentence on why Pulumi finds the stack locked, with who holds it; nothing for other errors.
 * @param stderr as the engine printed it: a line `FILE: created by USER@MACHINE (pid N) at TIME` for each lock
 */
export function lockFailure(stderr: string): string | undefined {
  if (!/currently locked by/.test(stderr)) return undefined;
  const [, who, pid, since] = /created by (\S+) \(pid (\d+)\) at (\S+)/.exec(stderr) ?? [];
  const holder = who ? `${who} (process ${pid}, since ${since})` : "another Pulumi run";
  return `${holder} is deploying the stack; wait for it to finish. If it no longer exists, free the stack with './tovrun exec -- pulumi cancel --stack STACK'`;
}

/** What the Docker provider says of a host that it reaches over SSH, and what that means; `HOST` stands for the host. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/i, "the disk of HOST is full; free some space there, then run this again"],
  [
    /host key verification failed|host identification has changed/i,
    "the SSH key of HOST differs from hosts[].hostKey in the stack's settings; if the host was reinstalled, put its new key there",
  ],
  [
    /error during connect|command \[ssh|unable to connect|connection (refused|reset|timed out)|no route to host|broken pipe|unexpected EOF/i,
    "the Docker engine of HOST cannot be reached over SSH; check that both are running, then run this again",
  ],
];

/**
 * One sentence on an error of the Docker provider at a host, or nothing.
 * @param name of the resource: `HOST/THING`; without a host it is on this machine
 */
export function dockerFailureAt(name: string, message: string): string | undefined {
  const [host, thing] = name.split("/", 2);
  if (!thing) return undefined;
  return meanings.find(([pattern]) => pattern.test(message))?.[1].replace("HOST", host ?? "");
}
