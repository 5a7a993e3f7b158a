/** Options for formatting times. */
export interface MomentOptions {
  /** IANA name of the zone. Default: the zone of the device. */
  timeZone?: string;
}

/**
 * A time with weekday, date and zone, e.g. `Saturday, 21 November 2026 at 15:04, Israel Standard Time (UTC+2)`.
 * The offset distinguishes the two hours with the same name when clocks go back.
 * @throws RangeError when `date` is not a valid date
 */
export function formatMoment(date: Date, options: MomentOptions = {}): string {
  const day = partsOf(date, options, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const clock = partsOf(date, options, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${day.weekday}, ${day.day} ${day.month} ${day.year} at ${clock.hour}:${clock.minute}, ${zoneOf(date, options)}`;
}

/** The zone's name and offset; only the offset if the platform has no name for it. */
function zoneOf(date: Date, options: MomentOptions): string {
  const words = partsOf(date, options, { timeZoneName: "long" }).timeZoneName ?? "";
  const shortOffset = partsOf(date, options, { timeZoneName: "shortOffset" }).timeZoneName ?? "";
  const offset = shortOffset.replace(/^GMT(?:\+0$)?/, "UTC");
  return /^GMT[+\-−\d:]*$/.test(words) ? offset : `${words} (${offset})`;
}

function partsOf(date: Date, { timeZone }: MomentOptions, fields: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...fields,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of format.formatToParts(date)) parts[part.type] = part.value;
  return parts;
}
