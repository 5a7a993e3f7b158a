import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { inState } from "../paths.ts";
import { must } from "./program.ts";

const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** Lifetimes in days, and the remaining days below which a certificate is renewed. */
const days = { authority: 3650, certificate: 365, left: 30 } as const;

const authority = {
  key: () => inState("lab", "ca", "ca.key"),
  certificate: () => inState("lab", "ca", "ca.pem"),
};

/** A holder of a certificate: a host or another server of the lab. */
export interface Certified {
  /** Base name of its files. */
  name: string;
  address: string;
  /** Names in the certificate; the first is its common name. */
  names: readonly string[];
}

/** Which certificate a scenario needs. */
export type Validity = "valid" | "expired";

/** The file with a host's private key, which all its certificates use. */
export const tlsKeyFile = ({ name }: Certified): string => inState("lab", "ca", `${name}.key`);

/** The file with a certificate. */
export const certificateFile = ({ name }: Certified, validity: Validity): string =>
  inState("lab", "ca", validity === "valid" ? `${name}.pem` : `${name}-expired.pem`);

/** The lab's certificate authority, PEM. */
export const authorityCertificate = (): string => readFileSync(authority.certificate(), "utf8");

/** A host's certificate, PEM. */
export const certificate = (host: Certified, validity: Validity): string =>
  readFileSync(certificateFile(host, validity), "utf8");

/** Creates the authority once, and for each host a key, a certificate and an expired one; renews those about to expire. */
export async function ensureCertificates(hosts: readonly Certified[]): Promise<void> {
  mkdirSync(inState("lab", "ca"), { recursive: true, mode: 0o700 });
  if (!existsSync(authority.certificate())) await makeAuthority();
  await Promise.all(hosts.filter((host) => !serves(host)).map(issue));
}

async function makeAuthority(): Promise<void> {
  const usage = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"];
  await must("openssl", [
    ...["req", "-x509", ...key, "-keyout", authority.key(), "-out", authority.certificate()],
    ...["-days", `${days.authority}`, "-subj", "/CN=TovPlay lab"],
    ...usage.flatMap((line) => ["-addext", line]),
  ]);
}

/** Whether the host has a certificate from this authority with all its names that does not expire soon. */
function serves(host: Certified): boolean {
  const files = [tlsKeyFile(host), certificateFile(host, "valid"), certificateFile(host, "expired")];
  if (!files.every((file) => existsSync(file))) return false;
  const held = new X509Certificate(certificate(host, "valid"));
  const end = Date.parse(held.validTo) - days.left * 86_400_000;
  return (
    held.verify(new X509Certificate(authorityCertificate()).publicKey) &&
    namesOf(held, host) &&
    uses.every((use) => held.keyUsage?.includes(use)) &&
    Date.now() < end
  );
}

/** Extended key usages, server and client: a host's server also connects to other hosts. */
const uses = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];

const namesOf = (held: X509Certificate, { names, address }: Certified): boolean =>
  names.every((name) => held.checkHost(name)) && held.checkIP(address) !== undefined;

async function issue(host: Certified): Promise<void> {
  const names = [...host.names.map((name) => `DNS:${name}`), `IP:${host.address}`].join(",");
  const extensions = [
    `subjectAltName=${names}`,
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature",
    `extendedKeyUsage=${uses.join(",")}`,
  ];
  const request = await must("openssl", [
    ...["req", "-new", ...key, "-keyout", tlsKeyFile(host), "-subj", `/CN=${host.names[0]}`],
    ...extensions.flatMap((line) => ["-addext", line]),
  ]);
  await sign(host, "expired", { request, duration: -1 });
  await sign(host, "valid", { request, duration: days.certificate });
}

interface Signature {
  /** The signing request, PEM. */
  request: string;
  /** Days from now. */
  duration: number;
}

async function sign(host: Certified, validity: Validity, { request, duration }: Signature): Promise<void> {
  const signer = ["-CA", authority.certificate(), "-CAkey", authority.key(), "-copy_extensions", "copy"];
  const out = ["-days", `${duration}`, "-out", certificateFile(host, validity)];
  await must("openssl", ["x509", "-req", ...signer, ...out], { input: request });
}
