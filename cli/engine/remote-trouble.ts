/**
 * One sentence on why Pulumi finds the stack locked, with who holds it; nothing for other errors.
 * @param stderr as the engine printed it: a line `FILE: created by USER@MACHINE (pid N) at TIME` for each lock
 */
export function lockTrouble(stderr: string): string | undefined {
  if (!/currently locked by/.test(stderr)) return undefined;
  const [, who, pid, since] = /created by (\S+) \(pid (\d+)\) at (\S+)/.exec(stderr) ?? [];
  const holder = who ? `${who} (process ${pid}, since ${since})` : "another Pulumi run";
  return `${holder} deploys the stack; wait for it to end, or free the stack with './tovrun exec -- pulumi cancel --stack STACK' if it is no more, then run this again`;
}

/** What the Docker provider says of a host that it reaches over SSH, and what that means; `HOST` stands for the host. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/i, "the disk of HOST is full; make room there (df -h), then run this again"],
  [
    /host key verification failed|host identification has changed/i,
    "HOST shows another key than the one pinned in hosts[].hostKey of the stack's settings; put its new key there if the host was installed anew",
  ],
  [
    /error during connect|command \[ssh|unable to connect|connection (refused|reset|timed out)|no route to host|broken pipe|unexpected EOF/i,
    "the Docker engine of HOST cannot be reached over SSH; see whether the host is up and the engine runs, then run this again",
  ],
];

/**
 * One sentence on an error of the Docker provider at a host, or nothing.
 * @param name of the resource: `HOST/THING`; without a host it is on this machine
 */
export function dockerTrouble(name: string, message: string): string | undefined {
  const [host, thing] = name.split("/", 2);
  if (!thing) return undefined;
  return meanings.find(([pattern]) => pattern.test(message))?.[1].replace("HOST", host ?? "");
}
