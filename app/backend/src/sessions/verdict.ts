import type { PlaceState } from "../database/tables/playing.ts";

/** What a session's places mean for it: enough agreed, there cannot be enough any more, or neither. */
export function verdictOf(
  places: readonly { state: PlaceState }[],
  fewest: number,
): "enough" | "too_few" | undefined {
  const going = places.filter(({ state }) => state === "going").length;
  if (going >= fewest) return "enough";
  const asked = places.filter(({ state }) => state === "asked").length;
  return going + asked < fewest ? "too_few" : undefined;
}
