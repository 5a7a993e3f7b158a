import { createHash } from "node:crypto";
import { script } from "../host/script.ts";
import { readTemplate, renderTemplate } from "../host/template.ts";
import type { SiteSettings } from "./site-settings.ts";

/** Folder on the host for everything about nginx. */
const nginxDirectory = "/etc/nginx/tovplay";

/** Folder on the host with the releases of the pages: `current` is the one that is shown, `kept` has the assets of older ones. */
const pagesDirectory = "/srv/tovplay/frontend";

/** Files of a release that hold directives; `modules/` are kept where nginx has the module they are named after. */
const configurations = [
  "nginx.conf",
  "addresses.conf",
  "log.conf",
  "limits.conf",
  "tls.conf",
  "compression.conf",
  "caching.conf",
  "modules/ngx_http_brotli_filter_module.conf",
  "modules/ngx_http_brotli_static_module.conf",
  "upstream.conf",
  "redirects.conf",
  "health.conf",
  "headers.conf",
  "page-headers.conf",
  "api-headers.conf",
  "proxy.conf",
  "api.conf",
  "server.conf",
  "pages.conf",
  "page.conf",
  "maintenance.conf",
];

/** Addresses at which passwords can be guessed or accounts made in masses. */
const limitedPaths = ["/api/sign-in", "/api/sign-up"];

/** What nginx answers itself below `/api/`, in the shape of the backend's own errors. */
const apiErrors = [
  {
    statuses: [413],
    status: 413,
    code: "too_large",
    message: "The request is too large.",
    retryAfter: 0,
  },
  {
    statuses: [429],
    status: 429,
    code: "too_many_requests",
    message: "Too many requests. Try again in 1 minute.",
    retryAfter: 60,
  },
  {
    statuses: [502, 503, 504],
    status: 503,
    code: "unavailable",
    message: "TovPlay is not available now. Try again in 5 minutes.",
    retryAfter: 300,
  },
];

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
  const maintenancePage = readTemplate("nginx/site/maintenance.html");
  const [serverName = "", ...otherNames] = settings.serverNames;
  const values = {
    ...settings,
    serverName,
    otherNames,
    release,
    directory: `${nginxDirectory}/releases/${release}`,
    greenFile: `${nginxDirectory}/backend-green`,
    maintenanceFile: `${nginxDirectory}/maintenance`,
    pagesDirectory,
    limitedPaths,
    apiErrors,
    extraLocations: settings.extraLocations.map((location) => ({
      ...location,
      answersJson: location.path.startsWith("/api/"),
    })),
    contentSecurityPolicy: contentSecurityPolicy(serverName, settings.addedSources),
    maintenancePolicy: maintenancePolicy(maintenancePage),
  };
  return [
    ...configurations.map((path) => file(path, renderTemplate(`nginx/site/${path}`, values))),
    file("maintenance.html", maintenancePage),
    file("logrotate", readTemplate("nginx/site/logrotate")),
    file("certificate.pem", pair.certificate),
    { path: "key.pem", mode: "0400", content: pair.key },
  ];
}

function file(path: string, content: string): SiteFile {
  return { path, mode: "0444", content };
}

/** What pages of the site may load and do. Other origins are added one by one; inline code and styles never run. */
export function contentSecurityPolicy(serverName: string, added: SiteSettings["addedSources"]): string {
  // 'self' covers the WebSocket in today's browsers, but not in Safari before 15.4.
  const own: Record<string, string[]> = {
    "connect-src": ["'self'", `wss://${serverName}`],
    "img-src": ["'self'"],
  };
  const opened = ["img-src", "connect-src", "font-src", "media-src"] as const;
  const sources = opened.flatMap((directive) => {
    const list = [...(own[directive] ?? []), ...(added[directive] ?? [])];
    return list.length === 0 ? [] : [`${directive} ${list.join(" ")}`];
  });
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ...sources,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** The page stands alone, with its one style inside: allowed by its hash, so that nothing else is. */
function maintenancePolicy(page: string): string {
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
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
  return script("application/site");
}
