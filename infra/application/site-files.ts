import { createHash } from "node:crypto";
import { joinedScripts } from "../host/script.ts";
import { readTemplate, renderTemplate } from "../host/template.ts";
import { pagesDirectory, siteDirectory } from "./pages.ts";
import type { SiteLocation, SiteSettings } from "./site-settings.ts";

/** Folder on the host for everything about nginx. */
const nginxDirectory = "/etc/nginx/tovplay";

/** Files of {@link configurations} that nginx in a container does without. */
const onHostOnly = new Set([
  "tls.conf",
  "redirects.conf",
  "modules/ngx_http_brotli_filter_module.conf",
  "modules/ngx_http_brotli_static_module.conf",
]);

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

/** What nginx in a container needs: its own port in place of TLS, the backend's containers in place of the host's ports. */
export interface ContainerSite {
  /** Where people reach the site, for example `http://127.0.0.1:8080`. */
  publicUrl: string;
  /** Port that nginx listens on inside its container. */
  containerPort: number;
  /** `NAME:PORT` of the containers in which the backend's releases take turns. */
  backends: Record<"blue" | "green", string>;
  /** Requests a second that one client may send to the API; 200 more may come at once. */
  apiRequestsPerSecond: number;
  /** Sign-ins and sign-ups a minute that one client may try; 10 more may come at once. */
  signInPerMinute: number;
}

/** The same site for nginx in a container: its configuration as one file, and the page for when the backend is away. */
export function containerSite(site: ContainerSite): { configuration: string; maintenancePage: string } {
  const directory = nginxDirectory;
  const texts = siteTexts({
    ...site,
    container: true,
    scheme: new URL(site.publicUrl).protocol.replace(":", ""),
    release: "container",
    directory,
    switchDirectory: siteDirectory,
    trustedProxies: [],
    extraLocations: [],
    contentSecurityPolicy: contentSecurityPolicy(site.publicUrl, {}),
  });
  const whole = (path: string): string =>
    (texts[path] ?? "").replace(/^( *)include (\S+);$/gm, (line, indent: string, included: string) => {
      const inside = included.startsWith(`${directory}/`) && included.slice(directory.length + 1);
      if (!inside) return line;
      return whole(inside)
        .trimEnd()
        .replace(/^(?=.)/gm, indent);
    });
  return { configuration: whole("nginx.conf"), maintenancePage: texts["maintenance.html"] ?? "" };
}

/** What the templates of a site are rendered with. */
interface SiteValues {
  /** Whether nginx runs in a container: without TLS, without root, with its logs on standard output. */
  container: boolean;
  scheme: string;
  release: string;
  /** Folder of the files that the configuration includes. */
  directory: string;
  /** Folder of the flags that nginx looks for at each request. */
  switchDirectory: string;
  backends: Record<"blue" | "green", string>;
  extraLocations: readonly SiteLocation[];
  contentSecurityPolicy: string;
  [value: string]: unknown;
}

/** The rendered files of a site by their path below its folder. */
function siteTexts(values: SiteValues): Record<string, string> {
  const maintenancePage = readTemplate("nginx/site/maintenance.html");
  const all = {
    ...values,
    greenFile: `${values.switchDirectory}/backend-green`,
    maintenanceFile: `${values.switchDirectory}/maintenance`,
    pagesDirectory,
    limitedPaths,
    apiErrors,
    extraLocations: values.extraLocations.map((location) => ({
      ...location,
      answersJson: location.path.startsWith("/api/"),
    })),
    maintenancePolicy: maintenancePolicy(maintenancePage),
  };
  const paths = values.container ? configurations.filter((path) => !onHostOnly.has(path)) : configurations;
  const rendered = paths.map((path) => [path, renderTemplate(`nginx/site/${path}`, all)]);
  return { ...Object.fromEntries(rendered), "maintenance.html": maintenancePage };
}

function file(path: string, content: string): SiteFile {
  return { path, mode: "0444", content };
}

/**
 * What pages of the site may load and do. Other origins are added one by one; inline code and styles never run.
 * @param origin where people reach the site, for example `https://app.example.org`
 */
export function contentSecurityPolicy(origin: string, added: SiteSettings["addedSources"]): string {
  // 'self' covers the WebSocket in today's browsers, but not in Safari before 15.4.
  const own: Record<string, string[]> = {
    "connect-src": ["'self'", origin.replace(/^http/, "ws").replace(/\/$/, "")],
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
  return joinedScripts("application/nginx-site.sh", "application/site.sh");
}
