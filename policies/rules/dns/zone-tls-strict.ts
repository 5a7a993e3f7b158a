import { refersTo, stackPolicy } from "../../stack-policy.ts";

/** Settings that every zone has to have, each with the values that do. */
const wanted: Record<string, readonly string[]> = {
  ssl: ["strict"],
  min_tls_version: ["1.2", "1.3"],
  always_use_https: ["on"],
};

export const policy = stackPolicy({
  name: "zone-tls-strict",
  why: "In every weaker mode Cloudflare talks to a host without knowing that it is ours, or in clear.",
  mend: 'Add a ZoneSetting for each of ssl "strict", min_tls_version "1.2" and always_use_https "on".',
  kinds: { "cloudflare:index/zone:Zone": "Zone" },
  decide: (zone, all) => {
    const settings = all.filter(
      (other) =>
        other.type === "cloudflare:index/zoneSetting:ZoneSetting" && refersTo(other, "zoneId", zone, "id"),
    );
    for (const [id, values] of Object.entries(wanted)) {
      const setting = settings.find(({ props }) => props.settingId === id);
      if (setting === undefined) return `does not set ${id}`;
      if (!values.includes(setting.props.value)) return `has ${id} set to ${setting.props.value}`;
    }
    return undefined;
  },
});
