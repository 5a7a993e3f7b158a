import { DnsRecord } from "@pulumi/cloudflare/dnsRecord.js";
import { Zone } from "@pulumi/cloudflare/zone.js";
import { ZoneSetting } from "@pulumi/cloudflare/zoneSetting.js";
import * as pulumi from "@pulumi/pulumi";
import { addressRecords, checkZone, type HostRecord, zoneSettings } from "./zone-settings.ts";

/** Arguments of {@link DnsZone}. */
export interface DnsZoneArgs {
  /** Account of Cloudflare that the zone belongs to: 32 hexadecimal digits. It cannot be changed afterwards. */
  accountId: pulumi.Input<string>;
  /** Domain of the zone, for example `example.org`. Changing it makes another zone; the old one stays. */
  zone: string;
  /** Names of the zone that lead to hosts. */
  records: HostRecord[];
  /**
   * Seconds for which a browser that has seen the site insists on HTTPS, on every name below the zone. Default: 31536000, a
   * year. It cannot be taken back earlier than that from a browser that has been told.
   */
  hstsSeconds?: number;
}

/**
 * A zone of Cloudflare that proxies its hosts, so that their addresses are not published, and speaks TLS 1.2 or newer to
 * browsers and verified TLS to the hosts. The zone is not deleted with the stack.
 */
export class DnsZone extends pulumi.ComponentResource {
  readonly zoneId: pulumi.Output<string>;
  /** Name servers to enter at the registrar. */
  readonly nameServers: pulumi.Output<string[]>;

  constructor(name: string, args: DnsZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:DnsZone", name, {}, opts);
    checkZone(args);
    const zone = new Zone(
      `${name}-zone`,
      { account: { id: args.accountId }, name: args.zone, type: "full" },
      { parent: this, protect: true, retainOnDelete: true },
    );
    for (const { key, ...record } of addressRecords(args.records))
      new DnsRecord(`${name}-${key}`, { zoneId: zone.id, ...record }, { parent: this });
    for (const [settingId, value] of Object.entries(zoneSettings(args.hstsSeconds)))
      new ZoneSetting(`${name}-${settingId}`, { zoneId: zone.id, settingId, value }, { parent: this });
    this.zoneId = zone.id;
    this.nameServers = zone.nameServers;
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }
}
