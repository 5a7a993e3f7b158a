import { createHash } from "node:crypto";
import { catalogue, type ErrorCode } from "../../app/backend/src/api/catalogue.ts";
import { readTemplate, renderTemplate } from "../host/template.ts";
import { pagesDirectory } from "./pages.ts";
import type { SiteLocation, SiteSettings } from "./site-settings.ts";

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

/** Files of {@link configurations} that nginx in a container does without. */
const onHostOnly = new Set([
  "tls.conf",
  "redirects.conf",
  "modules/ngx_http_brotli_filter_module.conf",
  "modules/ngx_http_brotli_static_module.conf",
]);

/** Addresses at which passwords can be guessed or accounts made in masses. */
const limitedPaths = ["/api/sign-in", "/api/sign-up"];

/** What nginx answers itself below `/api/`, in the shape of the backend's own errors. */
const apiErrors = [
  { statuses: [413], retryAfter: 0, ...told("too_large", "The request is too large.") },
  {
    statuses: [429],
    retryAfter: 60,
    ...told("too_many_requests", "Too many requests. Try again in 1 minute."),
  },
  {
    statuses: [502, 503, 504],
    retryAfter: 300,
    ...told("unavailable", "TovPlay is not available now. Try again in 5 minutes."),
  },
];

/** An error of the backend's catalogue, as nginx answers it when the backend cannot. */
function told(code: ErrorCode, detail: string) {
  return { code, ...catalogue[code], detail };
}

/** What the templates of a site are rendered with. */
export interface SiteValues {
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
export function siteTexts(values: SiteValues): Record<string, string> {
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
