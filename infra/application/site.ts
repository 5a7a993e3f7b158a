import * as pulumi from "@pulumi/pulumi";
import { cloudflareRanges } from "../host/cloudflare-ranges.ts";
import type { Connection } from "../host/connection.ts";
import { scriptText } from "../host/script.ts";
import { HostStep } from "../host/step.ts";
import { siteRelease, siteScript, siteStream } from "./site-files.ts";
import { checkSite, type SiteLocation, type SiteSettings } from "./site-settings.ts";

/** Arguments of {@link Site}. Changing any of them reloads nginx once, which loses no request. */
export interface SiteArgs {
  /** Host with nginx 1.25.1 or later, from its distribution's package. */
  connection: Connection;
  /** Names under which people reach the site. The first is its address, the others lead there. */
  serverNames: readonly string[];
  /** Certificate for all the names in PEM, the site's own first, then its chain. */
  certificate: pulumi.Input<string>;
  /** Private key of the certificate, in PEM. */
  key: pulumi.Input<string>;
  /** Requests a second that one client may send to the API; 200 more may come at once. */
  apiRequestsPerSecond: number;
  /** Sign-ins and sign-ups a minute that one client may try; 10 more may come at once. */
  signInPerMinute: number;
  /** Whether people come through Cloudflare, which then says who they are. Otherwise nobody's word on that counts. */
  behindCloudflare: boolean;
  /** Ports of the host at which the backend's releases take turns. Default: 8000 and 8001. */
  backendPorts?: SiteSettings["backendPorts"];
  /** Whether to listen on IPv6 too; false where the kernel has none. Default: true. */
  ipv6?: boolean;
  /** Parts of the site that are neither pages nor backend. Default: none. */
  extraLocations?: readonly SiteLocation[];
  /** Origins besides the site's own that pages may load from. Default: none. */
  addedSources?: SiteSettings["addedSources"];
  /** What has to be there first. */
  after?: pulumi.Resource[];
}

/**
 * nginx of a host with TovPlay's site: TLS, the pages, and the way to the backend. The whole configuration is tested before it
 * is live, and the one before is back when the site then does not answer as it should; see `infra/application/scripts/site.sh`.
 */
export class Site extends pulumi.ComponentResource {
  /** Where people find the site, for example `https://app.example.org`. */
  readonly url: string;

  /** @throws one sentence when an argument cannot be right */
  constructor(name: string, args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Site", name, {}, opts);
    const settings = siteSettings(args);
    const release = pulumi
      .secret({ certificate: args.certificate, key: args.key })
      .apply((pair) => siteRelease(settings, pair));
    new HostStep(
      "Site",
      `${name}-nginx`,
      {
        connection: args.connection,
        apply: siteScript(),
        observe: scriptText("application/observe-site.sh"),
        remove: scriptText("application/remove-site.sh"),
        environment: {
          // A hash over a private key tells nothing of it; hidden, it would hide whether anything changes.
          RELEASE: pulumi.unsecret(release.apply(({ id }) => id)),
          SERVER_NAMES: args.serverNames.join(" "),
        },
        stdin: release.apply(({ files }) => siteStream(files)),
        spec: { ...settings, files: pulumi.unsecret(release.apply(({ hashes }) => hashes)) },
      },
      { parent: this, dependsOn: args.after ?? [] },
    );
    this.url = `https://${args.serverNames[0]}`;
    this.registerOutputs({ url: this.url });
  }
}

/** What the arguments of a site come to. @throws one sentence when one cannot be right */
export function siteSettings(args: Omit<SiteArgs, "connection" | "certificate" | "key">): SiteSettings {
  const settings: SiteSettings = {
    serverNames: args.serverNames,
    apiRequestsPerSecond: args.apiRequestsPerSecond,
    signInPerMinute: args.signInPerMinute,
    backendPorts: args.backendPorts ?? { blue: 8000, green: 8001 },
    trustedProxies: args.behindCloudflare ? cloudflareRanges : [],
    ipv6: args.ipv6 ?? true,
    extraLocations: args.extraLocations ?? [],
    addedSources: args.addedSources ?? {},
  };
  checkSite(settings);
  return settings;
}
