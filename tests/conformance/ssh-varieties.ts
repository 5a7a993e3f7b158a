import { createServer } from "node:net";
import type { Connection } from "../../provider/connection.ts";
import { type SshHost, type SshVariety, startSshHost } from "./ssh-host.ts";

/** SSH as people have it, on hosts that differ in nothing else. */
const plain = {
  "a banner": { sshd: ["Banner=/etc/issue.net"] },
  "another port": { port: 2222 },
  "fish as login shell": { shell: "/usr/bin/fish" },
  "csh as login shell": { shell: "/bin/csh" },
  "tcsh as login shell": { shell: "/bin/tcsh" },
  "a noisy rc file": { greeting: "Welcome home!" },
  "a sudo that asks for a password": { sudo: "ALL" },
  "a login shell that runs nothing": { shell: "/usr/sbin/nologin" },
} as const satisfies Record<string, SshVariety>;

/** One way in which people have SSH. */
export type Variety = keyof typeof plain | "a jump host" | "an address of IPv6";

/** Ways that work on every path. */
export const working: readonly Variety[] = [
  "a banner",
  "another port",
  "fish as login shell",
  "csh as login shell",
  "tcsh as login shell",
  "a noisy rc file",
  "a jump host",
  "an address of IPv6",
];

/** The hosts of a test. */
export interface Varieties {
  /** How to log in, with the key that TOVPLAY_SSH_KEY_FILE names. */
  connection(variety: Variety): Connection;
  stop(): Promise<void>;
}

/** Starts all of them at once. @param key public key that logs in */
export async function startVarieties(image: string, key: string): Promise<Varieties> {
  const started: SshHost[] = [];
  const connections = new Map<Variety, Connection>();
  const start = async (variety: SshVariety) => {
    const host = await startSshHost(image, key, variety);
    started.push(host);
    return host;
  };
  const stop = async () => void (await Promise.all(started.map((host) => host.stop())));
  const names = Object.keys(plain) as (keyof typeof plain)[];
  const all = [
    ...names.map(async (name) => void connections.set(name, (await start(plain[name])).connection)),
    behindJumpHost(start).then((connection) => connections.set("a jump host", connection)),
    withIpv6(start).then((connection) => connections.set("an address of IPv6", connection)),
  ];
  const ended = await Promise.allSettled(all);
  const failed = ended.find((each) => each.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    connection(variety) {
      const found = connections.get(variety);
      if (!found) throw new Error(`no host with ${variety} was started`);
      return found;
    },
    stop,
  };
}

type Start = (variety: SshVariety) => Promise<SshHost>;

/** A host that lets nobody in but from the jump host. */
async function behindJumpHost(start: Start): Promise<Connection> {
  const { connection: jump, address } = await start({ shell: "/usr/bin/fish" });
  const behind = await start({ sshd: [`AllowUsers *@${address}`] });
  return { ...behind.connection, host: behind.address, port: 22, jump };
}

/** Listens on this machine itself: not every engine's networks have IPv6. */
async function withIpv6(start: Start): Promise<Connection> {
  const port = await new Promise<number>((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "::1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
  return (await start({ listen: "::1", port })).connection;
}
