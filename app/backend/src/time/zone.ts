import { z } from "zod";
import zones from "./zones.json" with { type: "json" };

/** Name of UTC, which belongs to no area. */
export const utc = "UTC";

/** IANA names of all zones that a person can choose: those that Node and PostgreSQL both know. */
export const zoneNames: ReadonlySet<string> = new Set([
  utc,
  ...Object.entries(zones.areas).flatMap(([area, places]) =>
    places.split(" ").map((place) => `${area}/${place}`),
  ),
]);

const renamed: ReadonlyMap<string, string> = new Map(Object.entries(zones.renamed));

/** Today's name of a zone. Browsers still report some by an old one, for example Asia/Calcutta. */
function todaysName(name: string): string {
  return renamed.get(name) ?? name;
}

/** An IANA zone, by today's name. */
export const zone = z
  .string()
  .max(64)
  .transform(todaysName)
  .refine((name) => zoneNames.has(name), "choose a time zone by its name, for example Europe/Berlin");
