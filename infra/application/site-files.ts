import { createHash } from "node:crypto";
import { joinedScripts } from "../host/script.ts";
import { readTemplate } from "../host/template.ts";
import type { SiteSettings } from "./site-settings.ts";
import { contentSecurityPolicy, siteTexts } from "./site-texts.ts";

/** Folder on the host for everything about nginx. */
const nginxDirectory = "/etc/nginx/tovplay";

/** A file of a release. */
export interface SiteFile {
  /** Path below the release's folder. */
  path: string;
  /** Octal, for example `0444`. */
  mode: string;
  content: string;
}

/** Everything nginx needs for a site. */
export interface SiteRelease {
  /** First 16 hex digits of a SHA-256 over all files; the name of the release's folder. */
  id: string;
  files: SiteFile[];
  /** First 16 hex digits of the SHA-256 of each file, as it is apart from the release's name: tells which files a change touches. */
  hashes: Record<string, string>;
}

/** The certificate with its chain, the site's own first, and its private key, both in PEM. */
export interface CertificatePair {
  certificate: string;
  key: string;
}

/** The files of a site. Those that name others do so by the folder of their own release, so that two releases never mix. */
export function siteRelease(settings: SiteSettings, pair: CertificatePair): SiteRelease {
  const nameless = siteFiles(settings, pair, "");
  const hashes = Object.fromEntries(nameless.map(({ path, content }) => [path, hashOf(content)]));
  const id = hashOf(JSON.stringify(nameless));
  return { id, files: siteFiles(settings, pair, id), hashes };
}

function siteFiles(settings: SiteSettings, pair: CertificatePair, release: string): SiteFile[] {
  const [serverName = "", ...otherNames] = settings.serverNames;
  const texts = siteTexts({
    ...settings,
    serverName,
    otherNames,
    release,
    container: false,
    scheme: "https",
    directory: `${nginxDirectory}/releases/${release}`,
    switchDirectory: nginxDirectory,
    backends: { blue: "blue", green: "green" },
    contentSecurityPolicy: contentSecurityPolicy(`https://${serverName}`, settings.addedSources),
  });
  return [
    ...Object.entries(texts).map(([path, content]) => file(path, content)),
    file("logrotate", readTemplate("nginx/site/logrotate")),
    file("certificate.pem", pair.certificate),
    { path: "key.pem", mode: "0400", content: pair.key },
  ];
}

function file(path: string, content: string): SiteFile {
  return { path, mode: "0444", content };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** All files as one text that a shell reads line by line: `MODE PATH BASE64`, and `end` so that a part is not taken for all. */
export function siteStream(files: readonly SiteFile[]): string {
  const lines = files.map(
    ({ path, mode, content }) => `${mode} ${path} ${Buffer.from(content).toString("base64")}`,
  );
  return [...lines, "end", ""].join("\n");
}

/** Text of the script that brings there what {@link siteStream} tells it. */
export function siteScript(): string {
  return joinedScripts("application/nginx-site.sh", "application/site.sh");
}
