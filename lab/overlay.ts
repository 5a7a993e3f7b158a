import type { LabHost } from "./hosts.ts";

/** Settings of a stack below `config:`. */
export type Settings = Record<string, unknown>;

/** What differs between a real stack and its twin in the lab. */
export interface Overlay {
  /** The lab's hosts, with the key that each one shows. */
  readonly hosts: readonly (Pick<LabHost, "name" | "address" | "user"> & { readonly hostKey: string })[];
  /** The lab's address for each address of the real stacks. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly identityFile: string;
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly authority: string;
  /** The stand-in for S3, unless the lab has to do without. */
  readonly s3?: LabStore | undefined;
}

/** A store of objects as a stack's settings name it. Its secret is not among them. */
export interface LabStore {
  readonly endpoint: string;
  readonly address: string;
  readonly bucket: string;
  readonly region: string;
  readonly keyId: string;
}

/** Where a stack of which the cloud has a bucket names it; in the lab it gets the stand-in for S3. */
const bucketKey = "tovplay:bucket";

/** Where the database's stack counts the repositories: without a store the backup host has its own alone. */
const backupHostKey = "tovplay:backupHost";

/** Accounts that a laptop has not got: what they hold is only previewed, never made. */
const cloud = ["tovplay:cloudflare", bucketKey];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The lab's address for each one that the hosts of the given settings have, matched by name. */
export function pairAddresses(all: readonly Settings[], hosts: readonly LabHost[]): Map<string, string> {
  const real = all.flatMap((settings) => listOf(settings["tovplay:hosts"]));
  return new Map(
    real.flatMap(({ name, address }) => {
      const twin = hosts.find((host) => host.name === name);
      return twin && typeof address === "string" ? [[address, twin.address] as const] : [];
    }),
  );
}

/** The value with every address in it replaced. */
function moved(value: unknown, addresses: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return addresses.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => moved(item, addresses));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, moved(item, addresses)]));
}

/** The settings of a stack's twin in the lab: those of the real one, but for addresses, keys, certificates and the cloud. */
export function labSettings(real: Settings, overlay: Overlay): Settings {
  const { hosts, addresses, identityFile, certificate, authority, s3 } = overlay;
  const kept = Object.entries(real).filter(([key]) => !cloud.includes(key));
  const settings = Object.fromEntries(kept.map(([key, value]) => [key, moved(value, addresses)]));
  const twins = listOf(settings["tovplay:hosts"]).flatMap((host) => {
    const twin = hosts.find(({ name }) => name === host.name);
    if (!twin) return [];
    const { address, user, hostKey } = twin;
    const port = host.port === undefined ? {} : { port: 22 };
    // A test host is on this machine: no other host leads to it.
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
