import { isIP } from "node:net";

/** A part of the site that another program answers, for example a dashboard. */
export interface SiteLocation {
  /** Path below which it answers; below `/api/` errors are told as JSON and the API's rate holds. */
  path: string;
  /** Where it listens: `http://ADDRESS:PORT`. It is asked with the whole path. */
  target: string;
}

/** Kinds of sources that pages may load from elsewhere; scripts and styles come from the site itself, always. */
export type SourceDirective = "connect-src" | "font-src" | "img-src" | "media-src";

/** What distinguishes one site from another, without its certificate. Changing any of it reloads nginx, which loses nothing. */
export interface SiteSettings {
  /** Names under which people reach the site. The first is its address, the others lead there. */
  serverNames: readonly string[];
  /** Requests a second that one client may send to the API; 200 more may come at once. */
  apiRequestsPerSecond: number;
  /** Sign-ins and sign-ups a minute that one client may try; 10 more may come at once. */
  signInPerMinute: number;
  /** Ports of this host at which the backend's releases take turns: the green one serves while the flag of it is there. */
  backendPorts: { blue: number; green: number };
  /** Ranges whose `CF-Connecting-IP` header is believed: Cloudflare's, or none where people reach the host directly. */
  trustedProxies: readonly string[];
  /** Whether to listen on IPv6 too; false where the kernel has none. */
  ipv6: boolean;
  /** Parts of the site that are neither pages nor backend. */
  extraLocations: readonly SiteLocation[];
  /** Origins besides the site's own that pages may load from, for example `https://cdn.example.org` as `img-src`. */
  addedSources: Partial<Record<SourceDirective, readonly string[]>>;
}

/**
 * Checks what goes into configuration files, where a stray character would become a directive.
 * @throws one sentence that names the first wrong value
 */
export function checkSite(settings: SiteSettings): void {
  const names = settings.serverNames;
  refuse(names.length === 0, "the site has no name; give it at least one in serverNames");
  for (const name of names)
    refuse(!isHostName(name), `serverNames: ${JSON.stringify(name)} is no host name in lower case`);
  refuse(new Set(names).size < names.length, "serverNames: a name stands there twice");
  for (const rate of ["apiRequestsPerSecond", "signInPerMinute"] as const)
    refuse(!Number.isInteger(settings[rate]) || settings[rate] < 1, `${rate} must be a whole number above 0`);
  const { blue, green } = settings.backendPorts;
  refuse(
    !isPort(blue) || !isPort(green) || blue === green,
    "backendPorts: blue and green have to be two ports",
  );
  for (const range of settings.trustedProxies)
    refuse(!isRange(range), `trustedProxies: ${JSON.stringify(range)} is no range like 203.0.113.0/24`);
  for (const { path, target } of settings.extraLocations) {
    refuse(!/^\/[\w/-]+$/.test(path), `extraLocations: ${JSON.stringify(path)} is no path like /logs/`);
    refuse(
      !isOrigin(target, ["http:"]),
      `extraLocations: ${JSON.stringify(target)} is not http://ADDRESS:PORT`,
    );
  }
  for (const origin of Object.values(settings.addedSources).flat())
    refuse(
      !isOrigin(origin, ["https:", "wss:"]),
      `addedSources: ${JSON.stringify(origin)} is not https://NAME`,
    );
}

function refuse(wrong: boolean, message: string): void {
  if (wrong) throw new Error(message);
}

function isHostName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(text);
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65_535;
}

function isRange(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  const version = isIP(address);
  return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= bits(version);
}

function bits(version: number): number {
  return version === 6 ? 128 : 32;
}

/** An origin of one of the schemes, in its plainest form: no path, no user, nothing a configuration file would split. */
function isOrigin(text: string, schemes: readonly string[]): boolean {
  if (!/^[a-z]+:\/\/[a-z0-9.:[\]-]+$/.test(text) || !URL.canParse(text)) return false;
  return schemes.includes(new URL(text).protocol);
}
