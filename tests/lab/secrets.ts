import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { tlsKeyFile } from "../../lab/authority.ts";
import { hostNamed } from "../../lab/hosts.ts";
import type { Cluster } from "../../stacks/database-reference.ts";
import { tovrun } from "../stack/tovrun.ts";
import { onHost } from "./host.ts";

/** Passwords and verifiers of all roles, and a line of each private key. */
export async function knownSecrets(): Promise<string[]> {
  const args = ["stack", "output", "clusters", "--show-secrets", "--json", "--stack", "lab-database"];
  const { stdout } = await tovrun("exec", "--", "pulumi", ...args);
  const clusters: Record<string, Cluster> = JSON.parse(stdout);
  const ofClusters = Object.values(clusters).flatMap(({ provisioner, logins, verifiers }) => [
    provisioner,
    ...Object.values(logins).map(({ password }) => password),
    ...Object.values(verifiers),
  ]);
  const keys = ["staging", "database"].map((name) => readFileSync(tlsKeyFile(hostNamed(name)), "utf8"));
  return [...ofClusters, ...keys.map((key) => key.split("\n")[1] ?? "")];
}

/** Which of the texts contain which secrets, by number, since a failure must not print a secret. */
export function leaks(secrets: readonly string[], texts: Iterable<string>): string[] {
  return [...texts].flatMap((text) =>
    secrets.flatMap((secret, index) =>
      text.includes(secret) ? [`secret ${index} in …${text.slice(0, 40)}`] : [],
    ),
  );
}

/** Collects arguments and environments of all processes on hosts until `end` is called. */
export function watchProcesses(hosts: readonly string[]) {
  const seen = new Set<string>();
  let watching = true;
  const watch = async (host: string) => {
    while (watching) {
      const all = await onHost(host, "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null || true");
      for (const each of all.split("\0")) seen.add(each);
      await sleep(100);
    }
  };
  const watches = hosts.map(watch);
  return {
    end: async (): Promise<ReadonlySet<string>> => {
      watching = false;
      await Promise.all(watches);
      return seen;
    },
  };
}
