import { hasAddress } from "./addresses.ts";
import { hasHandle } from "./handles.ts";
import { hasLink } from "./links.ts";
import { readings } from "./normalise.ts";
import { hasPhone } from "./phones.ts";

/** What can be used to reach somebody outside TovPlay. */
export type ContactDetail = "link" | "address" | "phone" | "handle";

const detectors: readonly (readonly [ContactDetail, (read: string) => boolean])[] = [
  ["link", hasLink],
  ["address", hasAddress],
  ["phone", hasPhone],
  ["handle", hasHandle],
];

/** Kinds of contact details that a text has, plain or disguised; none for most texts. */
export function contactDetailsIn(text: string): ContactDetail[] {
  const read = readings(text);
  return detectors.filter(([, has]) => read.some(has)).map(([kind]) => kind);
}
