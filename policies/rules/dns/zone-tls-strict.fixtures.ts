import { example, fixturesOf } from "../../testing/fixtures.ts";
import type { Resource } from "../../testing/try-policy.ts";

interface Case {
  /** Settings that replace the good ones; undefined removes one. */
  settings?: Record<string, string | undefined>;
}

const goodSettings = { ssl: "strict", min_tls_version: "1.2", always_use_https: "on" };

export const fixtures = fixturesOf<Case>(
  {
    good: {
      "a strict zone": {},
      "TLS 1.3 alone": { settings: { min_tls_version: "1.3" } },
      "additional settings": { settings: { websockets: "on" } },
    },
    bad: {
      "unverified hosts": { settings: { ssl: "full" }, says: "ssl set to full" },
      "no mode": { settings: { ssl: undefined }, says: "does not set ssl" },
      "old TLS": { settings: { min_tls_version: "1.0" }, says: "min_tls_version set to 1.0" },
      "plain HTTP": { settings: { always_use_https: "off" }, says: "always_use_https set to off" },
    },
  },
  ({ settings }): Resource[] => [
    {
      type: "cloudflare:index/zone:Zone",
      name: example,
      protect: true,
      inputs: { account: { id: "example-account" }, name: "example.org" },
    },
    ...Object.entries({ ...goodSettings, ...settings })
      .filter(([, value]) => value !== undefined)
      .map(([settingId, value]) => ({
        type: "cloudflare:index/zoneSetting:ZoneSetting",
        name: `${example}-${settingId}`,
        inputs: { zoneId: `${example}-id`, settingId, value },
        from: { zoneId: example },
      })),
  ],
);
