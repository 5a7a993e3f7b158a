import { siteDirectory } from "./pages.ts";
import { contentSecurityPolicy, siteTexts } from "./site-texts.ts";

/** Folder in the container that stands for the folder of a site's files. */
const directory = "/etc/nginx/tovplay";

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
