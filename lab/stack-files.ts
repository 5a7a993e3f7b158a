import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import writeFileAtomic from "write-file-atomic";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { inCheckout } from "../paths.ts";
import { authorityCertificate, certificate, type Validity } from "./authority.ts";
import { LabFailure } from "./failure.ts";
import { hosts, type LabHost, s3 } from "./hosts.ts";
import { hostKey, identityFile } from "./keys.ts";
import { type LabStore, labSettings, type Overlay, pairAddresses, type Settings } from "./overlay.ts";
import { s3Settings } from "./s3.ts";

const stackFile = z.looseObject({
  encryptionsalt: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
});
type StackFile = z.infer<typeof stackFile>;

/** The stack of a host in the lab. */
export const labStack = ({ name }: LabHost): string => `lab-${name}`;

const fileOf = (stack: string): string => inCheckout(`Pulumi.${stack}.yaml`);

/** What the file of a stack holds, or undefined when there is none. */
function read(stack: string): StackFile | undefined {
  if (!existsSync(fileOf(stack))) return undefined;
  try {
    return stackFile.parse(parse(readFileSync(fileOf(stack), "utf8")));
  } catch (cause) {
    throw new LabFailure(`Pulumi.${stack}.yaml is no file of settings; restore or delete it`, { cause });
  }
}

function readReal({ name }: LabHost): Settings {
  const file = read(name);
  if (file) return file.config;
  throw new LabFailure(`Pulumi.${name}.yaml is missing; restore it with 'git checkout Pulumi.${name}.yaml'`);
}

/** The stand-in for S3, unless the lab does without. */
function labStore(): LabStore | undefined {
  const settings = s3Settings();
  if (!settings) return undefined;
  const { bucket, region, writer } = settings;
  return { endpoint: s3.names[0], address: s3.address, bucket, region, keyId: writer.keyId };
}

function overlayOf(host: LabHost, validity: Validity): Overlay {
  return {
    hosts: hosts.map((each) => ({ ...each, hostKey: hostKey(each) })),
    addresses: pairAddresses(hosts.map(readReal), hosts),
    identityFile: identityFile(),
    certificate: certificate(host, validity),
    authority: authorityCertificate(),
    s3: labStore(),
  };
}

/** Secrets of a stack's settings, each beside the setting that tells whether the secret in the file is still the right one. */
const secretKeys = { "tovplay:tlsKey": "tovplay:tlsCertificate", "tovplay:s3Secret": "tovplay:s3" } as const;

/** A secret that the lab sees to; others are whoever's who set them. */
export type LabSecret = keyof typeof secretKeys;

const fits: Record<LabSecret, (one: unknown, other: unknown) => boolean> = {
  "tovplay:tlsKey": sameKey,
  "tovplay:s3Secret": sameLogin,
};

const labSecrets = Object.keys(secretKeys) as LabSecret[];

/** The secrets that are in the file already; the lab's own only as long as they fit. */
function keptSecrets(old: Settings, settings: Settings): Settings {
  const outdated: string[] = labSecrets.filter(
    (key) => !fits[key](old[secretKeys[key]], settings[secretKeys[key]]),
  );
  const kept = Object.entries(old).filter(([key, value]) => isSecret(value) && !outdated.includes(key));
  return Object.fromEntries(kept);
}

const isSecret = (value: unknown): boolean => z.strictObject({ secure: z.string() }).safeParse(value).success;

function sameKey(one: unknown, other: unknown): boolean {
  if (typeof one !== "string" || typeof other !== "string") return false;
  const [first, second] = [one, other].map((text) => new X509Certificate(text).publicKey);
  return first !== undefined && second !== undefined && first.equals(second);
}

function sameLogin(one: unknown, other: unknown): boolean {
  const login = z.object({ keyId: z.string() });
  const [first, second] = [one, other].map((value) => login.safeParse(value).data?.keyId);
  return first !== undefined && first === second;
}

/**
 * Writes the settings of a host's stack in the lab. Secrets that were set there stay.
 * @param forget leaves out salt and secrets of the file that is there
 * @returns the secrets that are still missing in it
 */
export function writeStackFile(host: LabHost, validity: Validity, forget: boolean): LabSecret[] {
  const stack = labStack(host);
  const settings = labSettings(readReal(host), overlayOf(host, validity));
  const old = forget ? undefined : read(stack);
  // Without its salt nobody can read a secret.
  const salt = old?.encryptionsalt;
  const secrets = old && salt ? keptSecrets(old.config, settings) : {};
  const content = { ...(salt ? { encryptionsalt: salt } : {}), config: { ...settings, ...secrets } };
  const notice = `# Made by ./tovrun lab up from Pulumi.${host.name}.yaml: change that one, then run it again.\n`;
  const file = fileOf(stack);
  writeFileAtomic.sync(file, `${notice}${stringify(content)}`);
  return labSecrets.filter((key) => secretKeys[key] in settings && !(key in secrets));
}
