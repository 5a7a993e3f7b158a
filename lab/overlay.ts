import type { LabHost } from "./hosts.ts";

/** Settings of a stack, from `config:`. */
export type Settings = Record<string, unknown>;

/** Differences between a real stack and its lab copy. */
export interface Overlay {
  /** The lab's hosts with their host keys. */
  hosts: readonly (Pick<LabHost, "name" | "address" | "user"> & { hostKey: string })[];
  /** The lab's address for each real address. */
  addresses: ReadonlyMap<string, string>;
  identityFile: string;
  /** PEM. */
  certificate: string;
  /** PEM. */
  authority: string;
  /** The stand-in for S3, if the lab has one. */
  s3?: LabStore | undefined;
}

/** An object store in a stack's settings, without its secret. */
export interface LabStore {
  endpoint: string;
  address: string;
  bucket: string;
  region: string;
  keyId: string;
}

/** Setting with a stack's cloud bucket; in the lab it is replaced by the stand-in for S3. */
const bucketKey = "tovplay:bucket";

/** Setting with the number of repositories; without a store there is only the backup host's own. */
const backupHostKey = "tovplay:backupHost";

/** Settings of accounts elsewhere, which a laptop does not have. */
const cloud = ["tovplay:cloudflare", "tovplay:mail", "tovplay:discord", "tovplay:push", bucketKey];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The lab's address for each host's address in the given settings, matched by name. */
export function pairAddresses(all: readonly Settings[], hosts: readonly LabHost[]): Map<string, string> {
  const real = all.flatMap((settings) => listOf(settings["tovplay:hosts"]));
  return new Map(
    real.flatMap(({ name, address }) => {
      const twin = hosts.find((host) => host.name === name);
      return twin && typeof address === "string" ? [[address, twin.address] as const] : [];
    }),
  );
}

/** Replaces every address in a value. */
function moved(value: unknown, addresses: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return addresses.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => moved(item, addresses));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, moved(item, addresses)]));
}

/** The settings of a stack's lab copy: the real ones except for addresses, keys, certificates and cloud accounts. */
export function labSettings(real: Settings, overlay: Overlay): Settings {
  const { hosts, addresses, identityFile, certificate, authority, s3 } = overlay;
  const kept = Object.entries(real).filter(([key]) => !cloud.includes(key));
  const settings = Object.fromEntries(kept.map(([key, value]) => [key, moved(value, addresses)]));
  const twins = listOf(settings["tovplay:hosts"]).flatMap((host) => {
    const twin = hosts.find(({ name }) => name === host.name);
    if (!twin) return [];
    const { address, user, hostKey } = twin;
    const port = host.port === undefined ? {} : { port: 22 };
    // A test host is on this machine and needs no jump host.
    const { jump: _jump, ...own } = host;
    return [{ ...own, address, user, hostKey, ...port, identityFile }];
  });
  const database = settings["tovplay:databaseStack"];
  const backupHost = settings[backupHostKey];
  return {
    ...settings,
    ...(typeof database === "string" ? { "tovplay:databaseStack": `lab-${database}` } : {}),
    "tovplay:hosts": twins,
    "tovplay:delivery": "transfer",
    "tovplay:tlsCertificate": certificate,
    "tovplay:tlsAuthority": authority,
    ...(s3 && bucketKey in real ? { "tovplay:s3": { ...s3, authority } } : {}),
    ...(isRecord(backupHost) && !s3 ? { [backupHostKey]: { ...backupHost, repositories: 1 } } : {}),
  };
}
