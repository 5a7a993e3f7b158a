/** Version of the zone data in this Node, for example `2026e`. All zone arithmetic here is done by it: Temporal uses it through Intl. */
export const zoneDataVersion: string = process.versions.tz ?? "unknown";

/**
 * Whether one version of the zone data is newer than another: a year and letters, so `2026e` < `2026f` < `2027a`. Of two backends side by
 * side, only the one with newer data computes meetings again.
 */
export function isNewer(version: string, than: string): boolean {
  return orderOf(version) > orderOf(than);
}

function orderOf(version: string): string {
  const [, year = "0000", letters = ""] = /^(\d{4})([a-z]*)$/.exec(version) ?? [];
  return `${year} ${letters.padStart(3)}`;
}
