import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { authorityCertificate, certificate, type Validity } from "./authority.ts";
import { LabFailure } from "./failure.ts";
import { hosts, type LabHost } from "./hosts.ts";
import { hostKey, identityFile } from "./keys.ts";
import { labSettings, type Overlay, pairAddresses, type Settings } from "./overlay.ts";
import { inCheckout } from "./place.ts";

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

function overlayOf(host: LabHost, validity: Validity): Overlay {
  return {
    hosts: hosts.map((each) => ({ ...each, hostKey: hostKey(each) })),
    addresses: pairAddresses(hosts.map(readReal), hosts),
    identityFile: identityFile(),
    certificate: certificate(host, validity),
    authority: authorityCertificate(),
  };
}

const SECRET = "tovplay:tlsKey";

/** The secrets that are in the file already; the private key only as long as the certificate is for it. */
function keptSecrets(old: Settings, settings: Settings): Settings {
  const certificate = "tovplay:tlsCertificate";
  const same = sameKey(old[certificate], settings[certificate]);
  const kept = Object.entries(old).filter(([key, value]) => isSecret(value) && (key !== SECRET || same));
  return Object.fromEntries(kept);
}

const isSecret = (value: unknown): boolean => z.strictObject({ secure: z.string() }).safeParse(value).success;

function sameKey(one: unknown, other: unknown): boolean {
  if (typeof one !== "string" || typeof other !== "string") return false;
  const [first, second] = [one, other].map((text) => new X509Certificate(text).publicKey);
  return first !== undefined && second !== undefined && first.equals(second);
}

/**
 * Writes the settings of a host's stack in the lab. Secrets that were set there stay.
 * @param forget leaves out salt and secrets of the file that is there
 * @returns whether the encrypted private key is still missing in it
 */
export function writeStackFile(host: LabHost, validity: Validity, forget: boolean): boolean {
  const stack = labStack(host);
  const settings = labSettings(readReal(host), overlayOf(host, validity));
  const old = forget ? undefined : read(stack);
  // Without its salt nobody can read a secret.
  const salt = old?.encryptionsalt;
  const secrets = old && salt ? keptSecrets(old.config, settings) : {};
  const content = { ...(salt ? { encryptionsalt: salt } : {}), config: { ...settings, ...secrets } };
  const notice = `# Made by ./tovrun lab up from Pulumi.${host.name}.yaml: change that one, then run it again.\n`;
  const file = fileOf(stack);
  writeFileSync(`${file}.new`, `${notice}${stringify(content)}`);
  renameSync(`${file}.new`, file);
  return !(SECRET in secrets);
}
