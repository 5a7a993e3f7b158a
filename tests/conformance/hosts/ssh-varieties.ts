import { freePort } from "../testing/free-port.ts";
import { type SshHost, type SshVariety, startSshHost } from "./ssh-host.ts";

/** SSH setups found in practice, on otherwise identical hosts. */
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

/** One kind of SSH setup. */
export type Variety = keyof typeof plain | "a jump host" | "an IPv6 address";

/** Setups that work on every path. */
export const working: readonly Variety[] = [
  "a banner",
  "another port",
  "fish as login shell",
  "csh as login shell",
  "tcsh as login shell",
  "a noisy rc file",
  "a jump host",
  "an IPv6 address",
];

/** The hosts of a test. */
export interface Varieties {
  /** With the key that TOVPLAY_SSH_KEY_FILE names. */
  host(variety: Variety): SshHost;
  stop(): Promise<void>;
}

/** Starts all of them at once. @param key public key that logs in */
export async function startVarieties(image: string, key: string): Promise<Varieties> {
  const started: SshHost[] = [];
  const hosts = new Map<Variety, SshHost>();
  const start = async (variety: SshVariety) => {
    const host = await startSshHost(image, key, variety);
    started.push(host);
    return host;
  };
  const stop = async () => void (await Promise.all(started.map((host) => host.stop())));
  const names = Object.keys(plain) as (keyof typeof plain)[];
  const all = [
    ...names.map(async (name) => void hosts.set(name, await start(plain[name]))),
    behindJumpHost(start).then((host) => hosts.set("a jump host", host)),
    withIpv6(start).then((host) => hosts.set("an IPv6 address", host)),
  ];
  const ended = await Promise.allSettled(all);
  const failed = ended.find((each) => each.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    host(variety) {
      const found = hosts.get(variety);
      if (!found) throw new Error(`no host with ${variety} was started`);
      return found;
    },
    stop,
  };
}

type Start = (variety: SshVariety) => Promise<SshHost>;

/** A host that accepts connections only from the jump host. */
async function behindJumpHost(start: Start): Promise<SshHost> {
  const { connection: jump, address } = await start({ shell: "/usr/bin/fish" });
  const behind = await start({ sshd: [`AllowUsers *@${address}`] });
  return { ...behind, connection: { ...behind.connection, host: behind.address, port: 22, jump } };
}

/** Listens on this machine itself: not every engine's networks have IPv6. */
async function withIpv6(start: Start): Promise<SshHost> {
  return start({ listen: "::1", port: await freePort("::1") });
}
