import type { ShownTo } from "../database/tables/playing.ts";

/** What a reader is to the person whose profile it is. */
export type Reader = "self" | "friend" | "acquaintance";

const shows: Readonly<Record<ShownTo, readonly Reader[]>> = {
  nobody: ["self"],
  friends: ["self", "friend"],
  acquaintances: ["self", "friend", "acquaintance"],
};

/** Whether a field that is shown to an audience is shown to a reader. */
export function isShown(to: ShownTo | null, reader: Reader): boolean {
  return to !== null && shows[to].includes(reader);
}
